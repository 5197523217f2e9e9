import type { PhoneNumberRequest } from '@uni-phone/contract'
import { type WeChatClient, WeChatError } from '@uni-phone/wechat'
import type { PhoneAnswer } from './answer-store'
import { ApiError } from './api-error'
import { describeError, type Log } from './log'
import { logWeChatError, toExchangeProblem } from './wechat-problem'

/** What of a WeChat client the exchange needs. */
export type ExchangeClient = Pick<WeChatClient, 'getPhoneNumber' | 'codeToSession'>

export interface PhoneNumberExchangeOptions {
  readonly wechat: ExchangeClient
  readonly newId: () => string
  readonly log: Log
  /** How long the number may wait for the openid, in milliseconds. */
  readonly identityTimeoutMs: number
}

/** How long an exchange may go on after its client was answered, in milliseconds. */
const RUN_ON_MS = 15_000

interface Identity {
  readonly openid?: string | undefined
  readonly unionid?: string | undefined
}

/** Asks WeChat for the number behind a code and, beside it, for the person behind a login code. */
export function createPhoneNumberExchange(options: PhoneNumberExchangeOptions) {
  const { wechat, newId, log, identityTimeoutMs } = options

  /** A number without an openid is worth more than an error: the failure is the operator's to see. */
  async function identify(loginCode: string | undefined, requestId: string): Promise<Identity> {
    if (loginCode === undefined) return {}
    try {
      const { openid, unionid } = await wechat.codeToSession(loginCode, { timeoutMs: identityTimeoutMs })
      return { openid, unionid }
    } catch (error) {
      if (error instanceof WeChatError) logWeChatError(log, error, requestId)
      else log.error({ requestId, ...describeError(error) }, 'jscode2session')
      return {}
    }
  }

  async function fetchPhone(code: string, requestId: string) {
    try {
      return await wechat.getPhoneNumber(code, { timeoutMs: RUN_ON_MS })
    } catch (error) {
      if (!(error instanceof WeChatError)) throw error
      logWeChatError(log, error, requestId)
      throw toExchangeProblem(error, code)
    }
  }

  return async (body: PhoneNumberRequest, requestId: string): Promise<PhoneAnswer> => {
    if (!('code' in body))
      throw new ApiError(
        'invalid_request',
        'encryptedData and iv are the old way: send `code`, which base library 2.21.2 and later give.',
      )
    const [info, identity] = await Promise.all([fetchPhone(body.code, requestId), identify(body.loginCode, requestId)])
    const { phoneNumber, purePhoneNumber, countryCode, watermark } = info
    const authorizedAt = new Date(watermark.timestamp * 1000).toISOString()
    const phone = { phoneNumber, purePhoneNumber, countryCode, authorizedAt }
    return { outcome: 'phone', exchangeId: newId(), phone, ...identity }
  }
}
