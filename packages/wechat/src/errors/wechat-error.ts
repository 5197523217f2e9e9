/** The action a caller should take after a failed call. */
export type WeChatErrorCode =
  /** Ask the user for a new code: this one is wrong, used, blocked, or older than five minutes. */
  | 'code_rejected'
  /** Try again in a minute. */
  | 'rate_limited'
  /** Try again tomorrow, or raise the quota. */
  | 'quota_exhausted'
  /** The operator has to act: credentials, allow-lists, permissions. */
  | 'misconfigured'
  /** WeChat did not accept the call: the same code may be sent again. */
  | 'unavailable'
  /** WeChat may have consumed the code, but its reply is lost: never send this code again. */
  | 'outcome_unknown'

/** The symptom behind an error. */
export type WeChatErrorReason =
  | 'errcode'
  | 'http_status'
  | 'malformed_reply'
  | 'timeout'
  | 'aborted'
  | 'connection'
  | 'token_rejected'
  | 'watermark'
  /** The reply failed a check of API security: its signature, certificate, AppID or time. */
  | 'signature'
  | 'decryption'
  | 'token_source'
  | 'closed'

/** End of the path of a WeChat endpoint. `access_token` stands for a token source outside WeChat. */
export type WeChatEndpoint =
  | 'stable_token'
  | 'token'
  | 'access_token'
  | 'getuserphonenumber'
  | 'jscode2session'
  | 'usage/get'

/** Everything known about a failed call. */
export interface WeChatErrorDetails {
  readonly endpoint: WeChatEndpoint
  readonly reason: WeChatErrorReason
  readonly errcode?: number | undefined
  readonly rid?: string | undefined
  readonly httpStatus?: number | undefined
  /** The client address that WeChat refused (40164). Add it to the IP allow-list. */
  readonly refusedAddress?: string | undefined
  readonly cause?: unknown
}

function summarize({ endpoint, reason, errcode, rid, httpStatus, refusedAddress }: WeChatErrorDetails): string {
  const facts = [
    errcode !== undefined && `errcode ${errcode}`,
    httpStatus !== undefined && `HTTP ${httpStatus}`,
    refusedAddress !== undefined && `address ${refusedAddress}`,
    rid !== undefined && `rid ${rid}`,
  ].filter((fact) => fact !== false)
  return [`${endpoint}: ${reason}`, ...facts].join(', ')
}

/**
 * Error that a WeChat client rejects with. `code` is the action to take, `reason` the symptom, and `rid` WeChat's
 * request id, which its diagnosis page accepts for seven days. Neither the error nor its cause contains a secret, a
 * token, a code or a phone number.
 * @see https://developers.weixin.qq.com/doc/oplatform/developers/errCode/errCode.html
 */
export class WeChatError extends Error {
  override readonly name = 'WeChatError'
  readonly code: WeChatErrorCode
  readonly endpoint: WeChatEndpoint
  readonly reason: WeChatErrorReason
  readonly errcode: number | undefined
  readonly rid: string | undefined
  readonly httpStatus: number | undefined
  readonly refusedAddress: string | undefined

  constructor(code: WeChatErrorCode, details: WeChatErrorDetails) {
    super(`${code} (${summarize(details)})`, details.cause === undefined ? undefined : { cause: details.cause })
    this.code = code
    this.endpoint = details.endpoint
    this.reason = details.reason
    this.errcode = details.errcode
    this.rid = details.rid
    this.httpStatus = details.httpStatus
    this.refusedAddress = details.refusedAddress
  }
}
