/** Fixed properties of an error code. */
export interface ErrorTraits {
  /** HTTP status. */
  readonly status: number
  /** True if the same request, with the same key, may be sent again. */
  readonly retryable: boolean
}

/**
 * Every error code of the API. A code tells the caller what to do. A client that does not know a code relies on `status`
 * and `retryable`, which every error has.
 */
export const ERROR_CODES = {
  /** The body or a header does not match its schema. */
  invalid_request: { status: 400, retryable: false },
  payload_too_large: { status: 413, retryable: false },
  unsupported_media_type: { status: 415, retryable: false },
  /** WeChat rejected the code: wrong, used, blocked, or older than five minutes. The user has to tap again. */
  code_rejected: { status: 409, retryable: false },
  /** The same Idempotency-Key was used with another body. */
  idempotency_mismatch: { status: 422, retryable: false },
  /** A request with the same key is still running. Retry with the same key. */
  in_progress: { status: 409, retryable: true },
  /** WeChat has not answered yet; its answer will be saved. Retry with the same key. */
  wechat_timeout: { status: 504, retryable: true },
  /** WeChat may have consumed the code, but its reply is lost. The user has to tap again. */
  outcome_unknown: { status: 502, retryable: false },
  /** WeChat could not be reached; as far as is known the code is unused. */
  wechat_unavailable: { status: 503, retryable: true },
  /** Too many requests, by the server's limit or by WeChat's. */
  rate_limited: { status: 429, retryable: true },
  /** WeChat's daily quota is used up. */
  quota_exhausted: { status: 503, retryable: false },
  /** The handler of the business failed. The number is saved, so a retry costs nothing. */
  handler_failed: { status: 503, retryable: true },
  /** No account is known for this WeChat user, who has to share a phone number by the button. */
  phone_number_required: { status: 404, retryable: false },
  /** Another account has this number. */
  phone_number_taken: { status: 409, retryable: false },
  /** The token is missing, unknown or expired. Sign in again. */
  signed_out: { status: 401, retryable: false },
  /** The accounts database is unreachable or locked; the same request may succeed later. */
  accounts_unavailable: { status: 503, retryable: true },
  /** The server does not work for the mini program that `X-WeChat-AppID` names. The operator has to add it. */
  unknown_app: { status: 403, retryable: false },
  /** The operator has to act; the server's log says how. */
  service_misconfigured: { status: 500, retryable: false },
  not_found: { status: 404, retryable: false },
  method_not_allowed: { status: 405, retryable: false },
  internal: { status: 500, retryable: false },
} as const satisfies Record<string, ErrorTraits>

/** Stable name of an error of the API. */
export type ErrorCode = keyof typeof ERROR_CODES
