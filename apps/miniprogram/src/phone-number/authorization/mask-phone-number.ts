/** `138****8000`, and as large a part of shorter and longer numbers. A number that comes masked stays as it is. */
export function maskPhoneNumber(number: string): string {
  if (number.includes('*')) return number
  const head = Math.min(3, Math.floor((number.length * 3) / 11))
  const tail = Math.min(4, Math.floor((number.length * 4) / 11))
  return `${number.slice(0, head)}****${number.slice(number.length - tail)}`
}
