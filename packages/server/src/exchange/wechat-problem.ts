import type { WeChatError } from '@uni-phone/wechat'
import { ApiError } from '../errors'

const RETRY_AFTER_SECONDS = 1
/** 45011 is a limit by the minute. */
const RETRY_AFTER_MINUTE_LIMIT_SECONDS = 60

/** WeChat documents neither form; every sample seen has it. */
const LOGIN_CODE = /^0[0-9A-Za-z]{31}$/
const QUOTED = /^["'`“”].*|.*["'`“”]$/
const DEVTOOLS_MOCK_CODE = 'the code is a mock one'

function describeRejectedCode(code: string | undefined): string {
  if (code === undefined)
    return 'What the old way sent cannot be used: call uni.login before the tap, not in its callback, and send what the event gives unchanged. The user has to tap again.'
  if (code === DEVTOOLS_MOCK_CODE)
    return 'This is the mock code of WeChat DevTools without an AppID. Set MINIPROGRAM_APPID, or use the sandbox.'
  if (QUOTED.test(code)) return 'This code has quotation marks around it. Send the `code` of the event as it is.'
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
