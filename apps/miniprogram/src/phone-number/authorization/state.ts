import type { Waiting } from '../api/retry'
import type { PhoneNumberResponse } from '../api/api-types'
import type { Failure } from './outcome'

/** The part of an answer that pages may keep: the phone number is masked. */
export interface AuthorizedPhone {
  readonly maskedNumber: string
  /** Digits only, such as `86`. */
  readonly countryCode: string
  /** ISO 8601. */
  readonly authorizedAt: string
  /** The value that the server's own handler returned, such as a session: any JSON. Check it before use. */
  readonly data: unknown
}

/** `canRetry`: an earlier request has no final answer yet and may be sent again under its key. */
export type AuthorizationState =
  /** The build has no API address. */
  | { readonly step: 'not_configured' }
  | { readonly step: 'idle' }
  /** `waiting` explains a delay: another attempt is about to be made, or there is no network. */
  | { readonly step: 'exchanging'; readonly waiting?: Waiting }
  | { readonly step: 'done'; readonly phone: AuthorizedPhone }
  | { readonly step: 'refused' | 'failed'; readonly failure: Failure; readonly canRetry: boolean }

/** True if `retry()` does something: a request has no answer yet, or waits for a network. */
export function canRetry(state: AuthorizationState): boolean {
  return state.step === 'exchanging' ? state.waiting === 'offline' : 'canRetry' in state && state.canRetry
}

export function toFailedState(failure: Failure, canRetry: boolean): AuthorizationState {
  return { step: failure.reason === 'refused' ? 'refused' : 'failed', failure, canRetry }
}

export function toDoneState(
  { purePhoneNumber, countryCode, authorizedAt }: PhoneNumberResponse,
  data: unknown,
): AuthorizationState {
  const maskedNumber = maskPhoneNumber(purePhoneNumber)
  return { step: 'done', phone: { maskedNumber, countryCode: countryCode.replace(/^\+/, ''), authorizedAt, data } }
}

/** Returns `138****8000`, and masks the same share of shorter and longer numbers. Leaves a masked number as it is. */
export function maskPhoneNumber(number: string): string {
  if (number.includes('*')) return number
  const head = Math.min(3, Math.floor((number.length * 3) / 11))
  const tail = Math.min(4, Math.floor((number.length * 4) / 11))
  return `${number.slice(0, head)}****${number.slice(number.length - tail)}`
}
