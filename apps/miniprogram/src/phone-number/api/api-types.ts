/**
 * Types of the API, written here and not imported, so that this folder needs no other package. A test holds them to
 * `@uni-phone/contract`.
 */
export type PhoneNumberRequest =
  | { readonly code: string; readonly loginCode?: string }
  | { readonly encryptedData: string; readonly iv: string; readonly loginCode: string }

export interface PhoneNumberResponse {
  readonly phoneNumber: string
  readonly purePhoneNumber: string
  readonly countryCode: string
  readonly authorizedAt: string
  readonly data?: unknown
}

/** Error codes of the API. */
export type ApiErrorCode =
  | 'invalid_request'
  | 'payload_too_large'
  | 'unsupported_media_type'
  | 'code_rejected'
  | 'idempotency_mismatch'
  | 'in_progress'
  | 'wechat_timeout'
  | 'outcome_unknown'
  | 'wechat_unavailable'
  | 'rate_limited'
  | 'quota_exhausted'
  | 'handler_failed'
  | 'phone_number_required'
  | 'phone_number_taken'
  | 'signed_out'
  | 'accounts_unavailable'
  | 'unknown_app'
  | 'service_misconfigured'
  | 'not_found'
  | 'method_not_allowed'
  | 'internal'

/** Errors that the client detects itself. */
export type TransportErrorCode = 'network' | 'timeout' | 'domain_not_allowed' | 'bad_reply'
