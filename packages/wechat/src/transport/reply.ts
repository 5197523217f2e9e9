import { isIP } from 'node:net'
import { adviseOnErrcode, type WeChatEndpoint, WeChatError, type WeChatErrorCode } from '../errors'
import type { WireReply } from './pending-reply'
import { TransportError, UntrustedReplyError } from './transport-error'

/** A JSON object of a reply. Each field is unknown until it is validated. */
export type Fields = Readonly<Record<string, unknown>>

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** WeChat's request id. Its first group is the time of the reply in Unix seconds, in hex. */
const RID = /\b[0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}\b/
const REFUSED_ADDRESS = /invalid ip ([0-9a-f.:]+)/i
const MIN_BUSY_DELAY_MS = 200
const MAX_BUSY_DELAY_MS = 500

/** Returns only what parses as an IP address: the rest of WeChat's text is not documented. */
function findRefusedAddress(text: string): string | undefined {
  const address = REFUSED_ADDRESS.exec(text)?.[1] ?? ''
  return isIP(address) === 0 ? undefined : address
}

function toErrcodeError(errcode: number, errmsg: unknown, endpoint: WeChatEndpoint): WeChatError {
  const text = typeof errmsg === 'string' ? errmsg : ''
  return new WeChatError(adviseOnErrcode(errcode, endpoint).code, {
    endpoint,
    reason: 'errcode',
    errcode,
    rid: RID.exec(text)?.[0],
    refusedAddress: errcode === 40164 ? findRefusedAddress(text) : undefined,
  })
}

/** WeChat's gateway answers 412 to a body without `Content-Length`: a proxy in between streams it. */
function toStatusError(httpStatus: number, endpoint: WeChatEndpoint, codeIfLost: WeChatErrorCode): WeChatError {
  const code = httpStatus === 412 ? 'misconfigured' : codeIfLost
  return new WeChatError(code, { endpoint, reason: 'http_status', httpStatus })
}

/** Returns the error for a reply of the right status but the wrong shape. */
export function malformedReply(endpoint: WeChatEndpoint, codeIfLost: WeChatErrorCode): WeChatError {
  return new WeChatError(codeIfLost, { endpoint, reason: 'malformed_reply' })
}

/**
 * Returns the fields of a successful reply. Business errors have HTTP status 200, and a success may or may not contain
 * `errcode: 0`. `codeIfLost` is the error code for a reply that says neither success nor failure.
 */
export function readReply(
  { status, body }: Pick<WireReply, 'status' | 'body'>,
  endpoint: WeChatEndpoint,
  codeIfLost: WeChatErrorCode,
): Fields {
  if (status !== 200) throw toStatusError(status, endpoint, codeIfLost)
  if (!isFields(body)) throw malformedReply(endpoint, codeIfLost)
  const { errcode, errmsg } = body
  if (errcode === undefined || errcode === 0) return body
  if (typeof errcode !== 'number') throw malformedReply(endpoint, codeIfLost)
  throw toErrcodeError(errcode, errmsg, endpoint)
}

/** Converts the errors of a transport: a request that was never sent is `unavailable`. Other errors stay as they are. */
export function toLostReplyError(error: unknown, endpoint: WeChatEndpoint, codeIfLost: WeChatErrorCode): unknown {
  if (error instanceof UntrustedReplyError)
    return new WeChatError(codeIfLost, { endpoint, reason: error.reason, cause: error })
  if (!(error instanceof TransportError)) return error
  return new WeChatError(error.sent ? codeIfLost : 'unavailable', { endpoint, reason: error.reason, cause: error })
}

/** Recognizes WeChat's "system busy" (errcode -1), the one errcode after which the same call may succeed. */
export function isBusyError(error: unknown, endpoint: WeChatEndpoint): boolean {
  return error instanceof WeChatError && error.errcode === -1 && error.endpoint === endpoint
}

/** Delay before the one retry of a call that WeChat was too busy for, in milliseconds. */
export function busyRetryDelay(random: () => number): number {
  return MIN_BUSY_DELAY_MS + random() * (MAX_BUSY_DELAY_MS - MIN_BUSY_DELAY_MS)
}
