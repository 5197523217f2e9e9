import { adviseOnErrcode, type WeChatError } from '@uni-phone/wechat'
import { ApiError } from '../errors/api-error'
import type { Log } from '../observability/log'

const RETRY_AFTER_SECONDS = 1
/** 45011 is a limit by the minute. */
const RETRY_AFTER_MINUTE_LIMIT_SECONDS = 60

/** WeChat documents neither form; every sample seen has it. */
const LOGIN_CODE = /^0[0-9A-Za-z]{31}$/
const DEVTOOLS_MOCK_CODE = 'the code is a mock one'

function describeRejectedCode(code: string | undefined): string {
  if (code === undefined)
    return 'What the old way sent cannot be used: call uni.login before the tap, not in its callback, and send what the event gives unchanged. The user has to tap again.'
  if (code === DEVTOOLS_MOCK_CODE)
    return 'This is the mock code of WeChat DevTools without an AppID. Set MINIPROGRAM_APPID, or use the sandbox.'
  if (LOGIN_CODE.test(code))
    return 'This looks like a code of wx.login. Send the `code` of the getphonenumber event; the login code goes into `loginCode`.'
  return 'WeChat does not accept this code: it was used before, is older than five minutes (from the tap), or is of another mini program. The user has to tap again.'
}

/** What the client is told of a failed exchange. The old way has no phone code. */
export function toExchangeProblem(error: WeChatError, code: string | undefined): ApiError {
  const retryAfterSeconds = RETRY_AFTER_SECONDS
  switch (error.code) {
    case 'code_rejected':
      return new ApiError('code_rejected', describeRejectedCode(code))
    case 'outcome_unknown':
      return new ApiError(
        'outcome_unknown',
        'The answer of WeChat was lost, and the code may be used. The user has to tap again.',
      )
    case 'unavailable':
      return new ApiError('wechat_unavailable', 'WeChat could not be asked. The code is unused.', { retryAfterSeconds })
    case 'rate_limited':
      return new ApiError('rate_limited', 'WeChat limits calls by the minute.', {
        retryAfterSeconds: RETRY_AFTER_MINUTE_LIMIT_SECONDS,
      })
    case 'quota_exhausted':
      return new ApiError('quota_exhausted', "Today's quota at WeChat is used up.")
    case 'misconfigured':
      return new ApiError('service_misconfigured', 'The service is not set up correctly. Its operator has to act.')
  }
}

const HINT_412 = {
  zh: '微信返回 412：请求体以 chunked 方式发送，请检查出站代理',
  en: 'WeChat answered 412: the body arrived chunked; check the proxy on the way out',
}
const HINT_WATERMARK = {
  zh: '返回的手机号水印属于另一个 AppID：请检查 WECHAT_APPID',
  en: "the reply's watermark is of another AppID: check WECHAT_APPID",
}

function adviceOn({ errcode, httpStatus, reason, endpoint }: WeChatError): { zh?: string; en?: string } {
  if (errcode !== undefined) return adviseOnErrcode(errcode, endpoint)
  if (httpStatus === 412) return HINT_412
  return reason === 'watermark' ? HINT_WATERMARK : {}
}

/** One line for the operator: what WeChat said, and what to do about it. */
export function logWeChatError(
  log: Log,
  error: WeChatError,
  about: { requestId?: string; detail?: string } = {},
): void {
  const { code, endpoint, reason, errcode, rid, httpStatus, refusedAddress } = error
  const { zh, en } = adviceOn(error)
  const fields = { ...about, code, endpoint, reason, errcode, rid, httpStatus, refusedAddress, zh, en }
  if (code === 'misconfigured' || code === 'quota_exhausted') log.error(fields, 'wechat')
  else log.warn(fields, 'wechat')
}
