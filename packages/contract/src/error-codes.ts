/** What is fixed for each error code: its HTTP status, and whether the same request may be sent again as it is. */
export interface ErrorTraits {
  readonly status: number
  readonly retryable: boolean
}

/**
 * Every error code of the API. A code says what the caller can do; a client that meets one it does not know goes by
 * `status` and `retryable`, which every error carries.
 */
export const ERROR_CODES = {
  /** The body or a header fails its schema. */
  invalid_request: { status: 400, retryable: false },
  payload_too_large: { status: 413, retryable: false },
  unsupported_media_type: { status: 415, retryable: false },
  /** WeChat refused the code: wrong, used, blocked, or older than five minutes. The user has to tap again. */
  code_rejected: { status: 409, retryable: false },
  /** The same Idempotency-Key came with another body. */
  idempotency_mismatch: { status: 422, retryable: false },
  /** The same key is still being worked on. Ask again with the same key. */
  in_progress: { status: 409, retryable: true },
  /** WeChat has not answered yet; its answer will be kept. Ask again with the same key. */
  wechat_timeout: { status: 504, retryable: true },
  /** WeChat may have used the code, and its answer is lost. The user has to tap again. */
  outcome_unknown: { status: 502, retryable: false },
  /** WeChat could not be asked; the code is unused, as far as is known. */
  wechat_unavailable: { status: 503, retryable: true },
  /** Too many requests, by our limit or WeChat's. */
  rate_limited: { status: 429, retryable: true },
  /** WeChat's daily quota is used up. */
  quota_exhausted: { status: 503, retryable: false },
  /** The business's own handler failed; the number is kept, and a retry costs nothing. */
  handler_failed: { status: 503, retryable: true },
  /** No account is known for this WeChat user: the person has to bring a number, by the button. */
  phone_number_required: { status: 404, retryable: false },
  /** Another account has this number. */
  phone_number_taken: { status: 409, retryable: false },
  /** The token is missing, unknown or has ended: sign in again. */
  signed_out: { status: 401, retryable: false },
  /** The database of accounts is away or locked; the same request may succeed later. */
  accounts_unavailable: { status: 503, retryable: true },
  /** The operator has to act; the server's log says what to do. */
  service_misconfigured: { status: 500, retryable: false },
  not_found: { status: 404, retryable: false },
  method_not_allowed: { status: 405, retryable: false },
  internal: { status: 500, retryable: false },
} as const satisfies Record<string, ErrorTraits>

/** The stable name of an error of the API. */
export type ErrorCode = keyof typeof ERROR_CODES
