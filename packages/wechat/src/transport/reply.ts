import { isIP } from 'node:net'
import { adviseOnErrcode } from '../errors/errcodes'
import type { WireReply } from './transport'
import { TransportError } from './transport-error'
import { type WeChatEndpoint, WeChatError, type WeChatErrorCode } from '../errors/wechat-error'

/** A JSON object of a reply: every field is unknown until it is checked. */
export type Fields = Readonly<Record<string, unknown>>

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** WeChat's request id: its first group is the second of the reply, in hex. */
const RID = /\b[0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}\b/
const REFUSED_ADDRESS = /invalid ip ([0-9a-f.:]+)/i

/** Only what is an address: nobody knows what else WeChat may write there. */
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

/** WeChat's gateway answers a body it cannot measure with 412: something between here and there streams it. */
function toStatusError(status: number, endpoint: WeChatEndpoint, lost: WeChatErrorCode): WeChatError {
  return new WeChatError(status === 412 ? 'misconfigured' : lost, {
    endpoint,
    reason: 'http_status',
    httpStatus: status,
  })
}

/** A reply of the right status, but not of the right shape. */
export function malformedReply(endpoint: WeChatEndpoint, lost: WeChatErrorCode): WeChatError {
  return new WeChatError(lost, { endpoint, reason: 'malformed_reply' })
}

/**
 * The fields of a successful reply. Business errors come with HTTP 200, and a success may or may not carry `errcode: 0`.
 * `lost` is what a reply means that says neither yes nor no.
 */
export function readReply({ status, body }: WireReply, endpoint: WeChatEndpoint, lost: WeChatErrorCode): Fields {
  if (status !== 200) throw toStatusError(status, endpoint, lost)
  if (!isFields(body)) throw malformedReply(endpoint, lost)
  const { errcode, errmsg } = body
  if (errcode === undefined || errcode === 0) return body
  if (typeof errcode !== 'number') throw malformedReply(endpoint, lost)
  throw toErrcodeError(errcode, errmsg, endpoint)
}

/** What a call that got no reply means: nothing is at stake while it was never sent. */
export function lostReply(error: unknown, endpoint: WeChatEndpoint, lost: WeChatErrorCode): unknown {
  if (!(error instanceof TransportError)) return error
  return new WeChatError(error.sent ? lost : 'unavailable', { endpoint, reason: error.reason, cause: error })
}
