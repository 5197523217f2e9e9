import { maskPhoneNumber } from './mask-phone-number'
import type { Failure } from './outcome'
import type { Waiting } from './patient-exchange'
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
  /** `waiting` says why it takes longer: a request is about to be sent again, or there is no network. */
  | { step: 'exchanging'; waiting?: Waiting }
  | { step: 'done'; phone: AuthorizedPhone }
  /** `canRetry`: an earlier request has no final answer yet, and may be sent again under its own key. */
  | { step: 'refused'; failure: Failure; canRetry: boolean }
  | { step: 'failed'; failure: Failure; canRetry: boolean }

export function toFailedState(failure: Failure, canRetry: boolean): AuthorizationState {
  return { step: failure.reason === 'refused' ? 'refused' : 'failed', failure, canRetry }
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
