import type { ErrorCode } from '@uni-phone/contract'

interface ApiErrorOptions {
  /** After how many seconds it makes sense to ask again. */
  readonly retryAfterSeconds?: number | undefined
  /** Methods that the address takes, for a 405. */
  readonly allow?: readonly string[] | undefined
  readonly cause?: unknown
}

/** An error with an answer: what the client is told. `detail` is for developers, and has nothing private in it. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly code: ErrorCode
  readonly detail: string
  readonly retryAfterSeconds: number | undefined
  readonly allow: readonly string[] | undefined

  constructor(code: ErrorCode, detail: string, { retryAfterSeconds, allow, cause }: ApiErrorOptions = {}) {
    super(`${code}: ${detail}`, cause === undefined ? undefined : { cause })
    this.code = code
    this.detail = detail
    this.retryAfterSeconds = retryAfterSeconds
    this.allow = allow
  }
}

/** Anything thrown, as an error with an answer: what is not ours stays hidden behind `internal`. */
export function toApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error
  return new ApiError('internal', 'Something went wrong on the server. Its log has more.', { cause: error })
}
