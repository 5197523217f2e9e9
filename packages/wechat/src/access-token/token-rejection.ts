import { WeChatError } from '../errors'

/**
 * Errcodes of a rejected token. That WeChat leaves a phone code unused then is unverified; every known client retries.
 * @see https://developers.weixin.qq.com/doc/oplatform/developers/errCode/errCode.html
 */
const TOKEN_ERRCODES: ReadonlySet<number | undefined> = new Set([40001, 40014, 42001])

export function isTokenRejection(error: unknown): error is WeChatError {
  return error instanceof WeChatError && TOKEN_ERRCODES.has(error.errcode)
}

/** Returns the error for a call whose token was rejected and could not be replaced. */
export function toTokenRejectedError({ endpoint, errcode, rid }: WeChatError): WeChatError {
  return new WeChatError('unavailable', { endpoint, reason: 'token_rejected', errcode, rid })
}
