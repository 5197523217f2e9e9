import type { VerifiedPhone } from '../idempotency'

/** Shows who it is to the one who knows: `138****8000`, `+852****4567`. Very short numbers are hidden whole. */
export function maskNumber(number: string): string {
  if (number.length < 8) return '*'.repeat(number.length)
  const head = number.startsWith('+') ? 4 : 3
  return `${number.slice(0, head)}****${number.slice(-4)}`
}

export function maskPhone(phone: VerifiedPhone): VerifiedPhone {
  const { phoneNumber, purePhoneNumber } = phone
  return { ...phone, phoneNumber: maskNumber(phoneNumber), purePhoneNumber: maskNumber(purePhoneNumber) }
}
