import type { ErrorCode, PhoneNumberRequest } from '@uni-phone/contract'
import type { WeChatErrorCode } from '@uni-phone/wechat'
import { ApiError } from '../errors'

const RETRY_AFTER_SECONDS = 1
/** 45011 is a limit by the minute. */
const RETRY_AFTER_MINUTE_LIMIT_SECONDS = 60

/** WeChat documents neither form; every sample seen has it. */
const LOGIN_CODE = /^0[0-9A-Za-z]{31}$/
const QUOTED = /^["'`“”].*|.*["'`“”]$/
const DEVTOOLS_MOCK_CODE = 'the code is a mock one'

function describeRejectedCode(body: PhoneNumberRequest): string {
  if (!('code' in body))
    return 'The encrypted data cannot be used: call uni.login before the tap, not in its callback, and send what the event gives unchanged. The user has to tap again.'
  if (body.code === DEVTOOLS_MOCK_CODE)
    return 'This is the mock code of WeChat DevTools without an AppID. Set MINIPROGRAM_APPID, or use the sandbox.'
  if (QUOTED.test(body.code)) return 'This code has quotation marks around it. Send the `code` of the event as it is.'
  if (LOGIN_CODE.test(body.code))
    return 'This looks like a code of wx.login. Send the `code` of the getphonenumber event; the login code goes into `loginCode`.'
  return 'WeChat does not accept this code: it was used before, is older than five minutes (from the tap), or is of another mini program. The user has to tap again.'
}

/** Codes that an exchange can end with, in WeChat's words or in ours. */
type ExchangeProblem =
  | 'code_rejected'
  | 'outcome_unknown'
  | 'wechat_unavailable'
  | 'rate_limited'
  | 'quota_exhausted'
  | 'service_misconfigured'

const DETAILS: Readonly<Record<Exclude<ExchangeProblem, 'code_rejected'>, string>> = {
  outcome_unknown: 'The answer of WeChat was lost, and the code may be used. The user has to tap again.',
  wechat_unavailable: 'WeChat could not be asked. The code is unused.',
  rate_limited: 'WeChat limits calls by the minute.',
  quota_exhausted: "Today's quota at WeChat is used up.",
  service_misconfigured: 'The service is not set up correctly. Its operator has to act.',
}

const FROM_WECHAT: Readonly<Record<WeChatErrorCode, ExchangeProblem>> = {
  code_rejected: 'code_rejected',
  outcome_unknown: 'outcome_unknown',
  unavailable: 'wechat_unavailable',
  rate_limited: 'rate_limited',
  quota_exhausted: 'quota_exhausted',
  misconfigured: 'service_misconfigured',
}

const RETRY_AFTER: Partial<Readonly<Record<ErrorCode, number>>> = {
  wechat_unavailable: RETRY_AFTER_SECONDS,
  rate_limited: RETRY_AFTER_MINUTE_LIMIT_SECONDS,
}

function isExchangeProblem(code: ErrorCode): code is keyof typeof DETAILS {
  return Object.hasOwn(DETAILS, code)
}

/** Returns the error for a code that was kept: the text follows from the code and the body. */
export function toKeptError(code: ErrorCode, body: PhoneNumberRequest): ApiError {
  if (code === 'code_rejected') return new ApiError(code, describeRejectedCode(body))
  if (code === 'invalid_request') return legacyIsOff()
  if (isExchangeProblem(code)) return new ApiError(code, DETAILS[code], { retryAfterSeconds: RETRY_AFTER[code] })
  return new ApiError('internal', 'Something went wrong on the server. Its log has more.')
}

/** Returns the API's error for one of WeChat's. */
export function fromWeChat(code: WeChatErrorCode, body: PhoneNumberRequest): ApiError {
  return toKeptError(FROM_WECHAT[code], body)
}

/** Encrypted data was sent, and is not accepted here. */
export function legacyIsOff(): ApiError {
  return new ApiError(
    'invalid_request',
    'encryptedData and iv are the old way, and switched off here: send `code`, which base library 2.21.2 and later give.',
  )
}

function retryLater(code: ErrorCode, detail: string, cause?: unknown): ApiError {
  return new ApiError(code, detail, { retryAfterSeconds: RETRY_AFTER_SECONDS, cause })
}

export const inProgress = (): ApiError =>
  retryLater('in_progress', 'This exchange is still in flight. Ask again with the same key.')

export const wechatTimeout = (): ApiError =>
  retryLater('wechat_timeout', 'WeChat has not answered yet. Ask again with the same key.')

export const tooManyConcurrent = (): ApiError =>
  retryLater('wechat_unavailable', 'Too many exchanges are in flight. The code is unused.')

/** No room for another answer: `client` is one address that has used up its share. */
export const storeFull = (scope: 'client' | 'store'): ApiError =>
  scope === 'client'
    ? retryLater('rate_limited', 'Too many answers are kept for this address. The code is unused.')
    : retryLater('wechat_unavailable', 'Too many answers are kept. The code is unused.')

export const mismatch = (): ApiError =>
  new ApiError(
    'idempotency_mismatch',
    'This Idempotency-Key came before with another body. Use a new key for a new tap.',
  )

/** The business's handler threw, or did not finish in time. */
export const handlerFailed = (cause?: unknown): ApiError =>
  retryLater(
    'handler_failed',
    'The phone number has arrived; what follows it failed. Ask again with the same key.',
    cause,
  )
