import { ApiError } from './api-error'
import type { KnownErrorCode, PhoneNumberRequest } from './phone-number-api'
import type { EventFailure } from './phone-number-event'

/** Every way a tap can end without a number. Each has its own words. */
export type Outcome = EventFailure | KnownErrorCode | 'unknown_error' | 'unknown_retryable'

/** What the person can do: tap the button again, send the same request again, come back later, or do it another way. */
export type NextStep = 'tap' | 'retry' | 'later' | 'another_way'

export interface Failure {
  /** An `Outcome`, or the code of a server that is newer than this build. */
  reason: Outcome | (string & {})
  next: NextStep
}

/** WeChat or the account stands in the way: the button leads no further. */
const ANOTHER_WAY: readonly string[] = [
  'quota_used_up',
  'privacy_not_declared',
  'no_permission',
  'wechat_too_old',
  'client_not_supported',
  'quota_exhausted',
  'service_misconfigured',
]

/** WeChat gave no number, and may not the next time either. */
const WITHOUT_NUMBER: readonly string[] = ['refused', 'privacy_not_agreed', 'number_not_verified', 'no_number_bound']

const LATER: readonly string[] = [
  'payload_too_large',
  'unsupported_media_type',
  'not_found',
  'method_not_allowed',
  'domain_not_allowed',
  'bad_reply',
]

/** The server has forgotten the key, and WeChat the code. */
export const EXPIRED: Failure = { reason: 'code_rejected', next: 'tap' }

export function eventFailure(reason: EventFailure): Failure {
  return { reason, next: nextStep(reason) }
}

/** Whether the same request may be sent again is the error's own word: the server may know codes this build does not. */
export function requestFailure(error: unknown, request: PhoneNumberRequest): Failure {
  if (!(error instanceof ApiError)) return { reason: 'unknown_error', next: 'tap' }
  // a server that has the old way switched off accepts no body without a code
  if ('encryptedData' in request && error.code === 'invalid_request') return eventFailure('wechat_too_old')
  return { reason: error.code, next: error.retryable ? 'retry' : nextStep(error.code) }
}

function nextStep(reason: string): NextStep {
  if (ANOTHER_WAY.includes(reason)) return 'another_way'
  return LATER.includes(reason) ? 'later' : 'tap'
}

/** Whether another number would help, where the owner has a way to take one. */
export function isHelpedByAnotherNumber({ reason, next }: Failure): boolean {
  return next === 'another_way' || WITHOUT_NUMBER.includes(reason)
}
