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

const ANOTHER_WAY: readonly Outcome[] = [
  'quota_used_up',
  'privacy_not_declared',
  'no_permission',
  'wechat_too_old',
  'client_not_supported',
]

const LATER: readonly Outcome[] = [
  'payload_too_large',
  'unsupported_media_type',
  'quota_exhausted',
  'service_misconfigured',
  'not_found',
  'method_not_allowed',
  'domain_not_allowed',
  'bad_reply',
]

/** The server has forgotten the key, and WeChat the code. */
export const EXPIRED: Failure = { reason: 'code_rejected', next: 'tap' }

export function eventFailure(reason: EventFailure): Failure {
  return { reason, next: ANOTHER_WAY.includes(reason) ? 'another_way' : 'tap' }
}

/** Whether the same request may be sent again is the error's own word: the server may know codes this build does not. */
export function requestFailure(error: unknown, request: PhoneNumberRequest): Failure {
  if (!(error instanceof ApiError)) return { reason: 'unknown_error', next: 'tap' }
  // a server that has the old way switched off accepts no body without a code
  if ('encryptedData' in request && error.code === 'invalid_request') return eventFailure('wechat_too_old')
  if (error.retryable) return { reason: error.code, next: 'retry' }
  return { reason: error.code, next: LATER.some((code) => code === error.code) ? 'later' : 'tap' }
}
