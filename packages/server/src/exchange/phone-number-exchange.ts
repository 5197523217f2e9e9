import type { PhoneNumberRequest } from '@uni-phone/contract'
import { decryptPhoneInfo, type LoginSession, type PhoneInfo, type WeChatClient, WeChatError } from '@uni-phone/wechat'
import { ApiError } from '../errors'
import type { PhoneAnswer } from '../idempotency'
import { describeError, type Log, logWeChatError, type Metrics } from '../observability'
import type { NoteFacts } from './exchange-facts'
import { toExchangeProblem } from './wechat-problem'

/** What of a WeChat client the exchange needs. */
export type ExchangeClient = Pick<WeChatClient, 'getPhoneNumber' | 'codeToSession'>

export interface PhoneNumberExchangeOptions {
  readonly wechat: ExchangeClient
  readonly newId: () => string
  readonly now: () => number
  readonly log: Log
  readonly metrics: Metrics
  /** How long the number may wait for the openid, in milliseconds. */
  readonly identityTimeoutMs: number
  /** How many exchanges may be under way at once; one more is turned away at once. */
  readonly maxConcurrent: number
  /** The AppID whose encrypted data is taken, as base libraries before 2.21.2 send it; absent: none is. */
  readonly legacyAppId?: string | undefined
}

/** How long an exchange may take, its client answered or not, in milliseconds. */
const RUN_ON_MS = 15_000

type CodeRequest = Extract<PhoneNumberRequest, { code: string }>
type EncryptedRequest = Exclude<PhoneNumberRequest, CodeRequest>
type Identity = Partial<Pick<LoginSession, 'openid' | 'unionid'>>
/** For whom WeChat is asked. */
export interface Asker {
  readonly requestId: string
  readonly note: NoteFacts
}

type Exchanged = readonly [PhoneInfo, Identity]

function legacyIsOff(): ApiError {
  return new ApiError(
    'invalid_request',
    'encryptedData and iv are the old way, and switched off here: send `code`, which base library 2.21.2 and later give.',
  )
}

function tooMany(): ApiError {
  return new ApiError('wechat_unavailable', 'Too many exchanges are under way.', { retryAfterSeconds: 1 })
}

/** Asks WeChat for the number behind a code and, beside it, for the person behind a login code. */
export function createPhoneNumberExchange(options: PhoneNumberExchangeOptions) {
  const { wechat, newId, now, log, metrics, identityTimeoutMs, maxConcurrent, legacyAppId } = options
  let underWay = 0

  /** A number without an openid is worth more than an error: the failure is the operator's to see. */
  async function identify(loginCode: string | undefined, requestId: string): Promise<Identity> {
    if (loginCode === undefined) return {}
    try {
      return await wechat.codeToSession(loginCode, { timeoutMs: identityTimeoutMs })
    } catch (error) {
      if (error instanceof WeChatError) logWeChatError(log, error, { requestId })
      else log.error({ requestId, ...describeError(error) }, 'jscode2session')
      return {}
    }
  }

  async function withCode({ code, loginCode }: CodeRequest, { requestId, note }: Asker): Promise<Exchanged> {
    let attempts = 0
    const onSend = (): void => {
      attempts += 1
      note({ attempts })
    }
    return Promise.all([wechat.getPhoneNumber(code, { timeoutMs: RUN_ON_MS, onSend }), identify(loginCode, requestId)])
  }

  async function withEncryptedData({ loginCode, encryptedData, iv }: EncryptedRequest): Promise<Exchanged> {
    if (legacyAppId === undefined) throw legacyIsOff()
    const session = await wechat.codeToSession(loginCode, { timeoutMs: RUN_ON_MS })
    const data = { encryptedData, iv, sessionKey: session.sessionKey }
    return [decryptPhoneInfo(data, { appId: legacyAppId, now: now() }), session]
  }

  async function ask(body: PhoneNumberRequest, asker: Asker): Promise<Exchanged> {
    try {
      return await ('code' in body ? withCode(body, asker) : withEncryptedData(body))
    } catch (error) {
      if (!(error instanceof WeChatError)) throw error
      const problem = toExchangeProblem(error, 'code' in body ? body.code : undefined)
      asker.note({ errcode: error.errcode, rid: error.rid })
      logWeChatError(log, error, { requestId: asker.requestId, detail: problem.detail })
      throw problem
    }
  }

  function count(change: 1 | -1): void {
    underWay += change
    metrics.inFlight(underWay)
  }

  return async (body: PhoneNumberRequest, asker: Asker): Promise<PhoneAnswer> => {
    if (underWay >= maxConcurrent) {
      metrics.limited('concurrency')
      throw tooMany()
    }
    count(1)
    try {
      const [info, { openid, unionid }] = await ask(body, asker)
      const { phoneNumber, purePhoneNumber, countryCode, watermark } = info
      const authorizedAt = new Date(watermark.timestamp * 1000).toISOString()
      const phone = { phoneNumber, purePhoneNumber, countryCode, authorizedAt }
      return { outcome: 'phone', exchangeId: newId(), phone, openid, unionid }
    } finally {
      count(-1)
    }
  }
}
