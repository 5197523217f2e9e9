import { STATUS_CODES } from 'node:http'
import { ERROR_CODES, type Problem } from '@uni-phone/contract'
import { ApiError } from './api-error'

/** Anything thrown, as an error with an answer: what is not ours stays hidden behind `internal`. */
export function toApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error
  return new ApiError('internal', 'Something went wrong on the server. Its log has more.', { cause: error })
}

function toBody({ code, detail }: ApiError, requestId: string): Problem {
  const { status, retryable } = ERROR_CODES[code]
  const title = STATUS_CODES[status] ?? 'Error'
  return { type: `urn:uni-phone:error:${code}`, title, status, detail, code, retryable, requestId }
}

/**
 * The one place where an error becomes an answer.
 * @see https://www.rfc-editor.org/rfc/rfc9457
 */
export function toProblemResponse(error: ApiError, requestId: string): Response {
  const headers = new Headers({ 'content-type': 'application/problem+json' })
  if (error.retryAfterSeconds !== undefined) headers.set('retry-after', String(error.retryAfterSeconds))
  return new Response(JSON.stringify(toBody(error, requestId)), { status: ERROR_CODES[error.code].status, headers })
}
