import { ApiError } from '../api/api-error'
import type { ApiErrorCode, PhoneNumberRequest, TransportErrorCode } from '../api/api-types'
import type { EventFailure } from '../wechat/phone-number-event'

/** Every way in which a tap can end without a phone number. Each has its own text. */
export type Outcome = EventFailure | ApiErrorCode | TransportErrorCode | 'unknown_error' | 'unknown_retryable'

/** The user's next step: tap the button again, send the same request again, come back later, or use the fallback page. */
export type NextStep = 'tap' | 'retry' | 'later' | 'fallback'

export interface Failure {
  /** An `Outcome`, or an error code of a server that is newer than this build. */
  readonly reason: Outcome | (string & {})
  readonly next: NextStep
  /** The server's explanation for developers. */
  readonly detail?: string | undefined
}

/** WeChat or the mini program's account is the obstacle: tapping again does not help. */
const NEEDS_FALLBACK: readonly string[] = [
  'quota_used_up',
  'privacy_not_declared',
  'no_permission',
  'wechat_too_old',
  'client_not_supported',
  'quota_exhausted',
  'unknown_app',
  'service_misconfigured',
]

/** WeChat gave no number, and may not give one the next time either. */
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

/** Trusts the error's `retryable`: the server may know codes that this build does not. */
export function requestFailure(error: unknown, request: PhoneNumberRequest): Failure {
  if (!(error instanceof ApiError)) return { reason: 'unknown_error', next: 'tap' }
  // a server with LEGACY_PHONE_NUMBER off accepts no body without a code
  if ('encryptedData' in request && error.code === 'invalid_request') return eventFailure('wechat_too_old')
  return { reason: error.code, next: error.retryable ? 'retry' : nextStep(error.code), detail: error.detail }
}

function nextStep(reason: string): NextStep {
  if (NEEDS_FALLBACK.includes(reason)) return 'fallback'
  return LATER.includes(reason) ? 'later' : 'tap'
}

/** True if the fallback page should be offered: another phone number would get the user further. */
export function isHelpedByAnotherNumber({ reason, next }: Failure): boolean {
  return next === 'fallback' || WITHOUT_NUMBER.includes(reason)
}
