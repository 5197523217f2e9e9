import { STATUS_CODES } from 'node:http'
import { ERROR_CODES, type Problem } from '@uni-phone/contract'
import type { Context } from 'hono'
import type { HTTPException } from 'hono/http-exception'
import type { ApiError } from '../errors'
import type { AppEnv } from './app-env'
import { toReply } from './response'

function toBody({ code, detail }: ApiError, requestId: string): Problem {
  const { status, retryable } = ERROR_CODES[code]
  const title = STATUS_CODES[status] ?? 'Error'
  return { type: `urn:uni-phone:error:${code}`, title, status, detail, code, retryable, requestId }
}

/**
 * The one place where an error becomes an answer.
 * @see https://www.rfc-editor.org/rfc/rfc9457
 */
export function toFailureReply(c: Context<AppEnv>, error: ApiError): Response {
  c.set('failure', error)
  const { code, retryAfterSeconds, allow } = error
  const headers: Record<string, string> = { 'content-type': 'application/problem+json' }
  if (retryAfterSeconds !== undefined) headers['retry-after'] = String(retryAfterSeconds)
  if (code === 'signed_out') headers['www-authenticate'] = 'Bearer'
  if (allow !== undefined) headers.allow = allow.join(', ')
  return toReply(c, toBody(error, c.get('requestId')), { status: ERROR_CODES[code].status, headers })
}

/** Answers what a route of the business threw on purpose, in our form: its message is the business's own. */
export function toBusinessReply(c: Context<AppEnv>, { status, message, res }: HTTPException): Response {
  if (res !== undefined) return res
  const title = STATUS_CODES[status] ?? 'Error'
  const retryable = status === 429 || status === 503
  const problem = { type: 'about:blank', title, status, detail: message || title, code: `http_${status}`, retryable }
  const headers = { 'content-type': 'application/problem+json' }
  return toReply(c, { ...problem, requestId: c.get('requestId') }, { status, headers })
}
