/** What the caller can do about a failed call. */
export type WeChatErrorCode =
  /** Ask the user for a new code: this one is wrong, used, blocked, or older than five minutes. */
  | 'code_rejected'
  /** Ask again in a minute. */
  | 'rate_limited'
  /** Ask again tomorrow, or raise the quota. */
  | 'quota_exhausted'
  /** The operator has to act: credentials, allow-lists, permissions. */
  | 'misconfigured'
  /** WeChat did not take the call: the same code may be sent again. */
  | 'unavailable'
  /** WeChat may have taken the code, and its answer is lost: never send this code again. */
  | 'outcome_unknown'

/** What was seen. */
export type WeChatErrorReason =
  | 'errcode'
  | 'http_status'
  | 'malformed_reply'
  | 'timeout'
  | 'aborted'
  | 'connection'
  | 'token_rejected'
  | 'watermark'
  | 'decryption'
  | 'token_source'
  | 'closed'

/** The last part of the path of a WeChat endpoint; `access_token` stands for a function of the host program's own. */
export type WeChatEndpoint = 'stable_token' | 'token' | 'getuserphonenumber' | 'jscode2session' | 'access_token'

/** What is known about a failed call. */
export interface WeChatErrorDetails {
  readonly endpoint: WeChatEndpoint
  readonly reason: WeChatErrorReason
  readonly errcode?: number | undefined
  readonly rid?: string | undefined
  readonly httpStatus?: number | undefined
  /** The address WeChat saw and refused (40164): what belongs on the IP allow-list. */
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
 * Every error a WeChat client rejects with. `code` says what to do, `reason` what was seen, `rid` is what WeChat's own
 * look-up wants (seven days). No secret, token, code or phone number is in it, nor in its cause.
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
