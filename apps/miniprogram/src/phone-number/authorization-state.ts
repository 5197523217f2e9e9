import { maskPhoneNumber } from './mask-phone-number'
import type { Failure } from './outcome'
import type { PhoneNumberResponse } from './phone-number-api'

/** What the pages keep of an answer: the number stays masked on the phone. */
export interface AuthorizedPhone {
  maskedNumber: string
  /** Digits alone, `86`. */
  countryCode: string
  /** ISO 8601. */
  authorizedAt: string
  /** Whatever the business's own handler returned, JSON: a session, say. Check it before use. */
  data: unknown
}

export type AuthorizationState =
  /** Built without an API address. */
  | { step: 'not_configured' }
  | { step: 'idle' }
  | { step: 'exchanging' }
  | { step: 'done'; phone: AuthorizedPhone }
  | { step: 'refused'; failure: Failure }
  | { step: 'failed'; failure: Failure }

export function toFailedState(failure: Failure): AuthorizationState {
  return { step: failure.reason === 'refused' ? 'refused' : 'failed', failure }
}

export function toDoneState({
  purePhoneNumber,
  countryCode,
  authorizedAt,
  data,
}: PhoneNumberResponse): AuthorizationState {
  const maskedNumber = maskPhoneNumber(purePhoneNumber)
  return { step: 'done', phone: { maskedNumber, countryCode: countryCode.replace(/^\+/, ''), authorizedAt, data } }
}
