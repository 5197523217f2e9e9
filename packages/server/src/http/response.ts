import { IDEMPOTENCY_REPLAYED_HEADER } from '@uni-phone/contract'
import type { Context } from 'hono'
import type { AppEnv } from './app-env'

/**
 * Nothing of an answer may be kept or guessed at; what concerns `https` is the proxy's to say. Written out at each call: a
 * spread costs five times as much.
 * @see https://cheatsheetseries.owasp.org/cheatsheets/REST_Security_Cheat_Sheet.html#security-headers
 */
function headersOf(c: Context<AppEnv>): Record<string, string> {
  const headers: Record<string, string> = {
    'content-type': 'application/json',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'x-request-id': c.get('requestId'),
  }
  if (c.get('replayed') === true) headers[IDEMPOTENCY_REPLAYED_HEADER] = 'true'
  const limit = c.get('rateLimit')
  if (limit === undefined) return headers
  headers['RateLimit-Limit'] = String(limit.limit)
  headers['RateLimit-Remaining'] = String(limit.remaining)
  headers['RateLimit-Reset'] = String(limit.resetSeconds)
  return headers
}

export interface ReplyOptions {
  /** @default 200 */
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
}

/**
 * The one place where an answer is made. Its headers are complete from the start and a plain object: one that is added
 * later, by a middleware, costs as much as the rest of the request.
 */
export function toReply(c: Context<AppEnv>, body: object, { status = 200, headers }: ReplyOptions = {}): Response {
  const all = headersOf(c)
  if (headers !== undefined) Object.assign(all, headers)
  return new Response(JSON.stringify(body), { status, headers: all })
}

/** Returns 204: it worked, and there is nothing to say. */
export function toEmptyReply(c: Context<AppEnv>): Response {
  const headers = headersOf(c)
  delete headers['content-type']
  return new Response(null, { status: 204, headers })
}
