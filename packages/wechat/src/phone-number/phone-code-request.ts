import { type AccessToken, type AccessTokenCache, isTokenRejection, toTokenRejectedError } from '../access-token'
import { WeChatError } from '../errors'
import {
  busyRetryDelay,
  type Deadline,
  type Fields,
  isBusyError,
  readReply,
  type RequestSecurity,
  toLostReplyError,
  type Transport,
} from '../transport'
import { type PhoneInfo, readPhoneInfo } from './phone-info'

const ENDPOINT = 'getuserphonenumber'
const PATH = '/wxa/business/getuserphonenumber'

const isErrcodeError = (error: unknown): error is WeChatError =>
  error instanceof WeChatError && error.endpoint === ENDPOINT && error.errcode !== undefined

/** One report says that WeChat answers 47001 to a call with an openid. Unverified. */
const isOpenidRefusal = (error: unknown): boolean => isErrcodeError(error) && error.errcode === 47001

/** A rejection of a retry leaves the outcome unknown: WeChat may have consumed the code at the attempt before. */
function toErrorOfRetry(error: unknown): unknown {
  if (!(error instanceof WeChatError) || error.code !== 'code_rejected') return error
  const { errcode, rid } = error
  return new WeChatError('outcome_unknown', { endpoint: ENDPOINT, reason: 'errcode', errcode, rid })
}

/** A phone number, and the result of WeChat's check of its owner. */
export interface PhoneNumberResult extends PhoneInfo {
  /**
   * True if WeChat accepted the code together with the `openid` option, so code and openid belong to one user. Never link
   * an openid to this number without it.
   */
  readonly openidChecked: boolean
}

export interface PhoneCodeRequest {
  readonly code: string
  readonly openid: string | undefined
  readonly deadline: Deadline
  /** Called each time the code is sent. */
  readonly onSend: (() => void) | undefined
}

/** Retries that a request has had. */
class Retries {
  tokenRefreshed = false
  busyRetried = false
  openidDropped = false

  /** True if an earlier attempt may have consumed the code. */
  get codeAtStake(): boolean {
    return this.busyRetried || this.openidDropped
  }
}

export interface PhoneCodeSenderOptions {
  readonly appId: string
  readonly transport: Transport
  readonly tokens: AccessTokenCache
  readonly security: RequestSecurity | undefined
  readonly random: () => number
  readonly sleep: (ms: number) => Promise<void>
}

/**
 * Sends phone codes: each once, and again only if WeChat did not accept it (a rejected token, errcode -1, or 47001 for
 * the openid beside it).
 */
export class PhoneCodeSender {
  readonly #options: PhoneCodeSenderOptions

  constructor(options: PhoneCodeSenderOptions) {
    this.#options = options
  }

  async sendCode(request: PhoneCodeRequest): Promise<PhoneNumberResult> {
    const { appId, tokens } = this.#options
    const retries = new Retries()
    let token = await request.deadline.waitFor(tokens.get())
    for (;;) {
      const openid = retries.openidDropped ? undefined : request.openid
      try {
        const reply = await this.#post(token, request, openid)
        tokens.accepted(token)
        return { ...readPhoneInfo(reply, appId), openidChecked: openid !== undefined }
      } catch (error) {
        token = await this.#tokenForRetry(error, token, request, retries)
      }
    }
  }

  async #post({ value }: AccessToken, request: PhoneCodeRequest, openid: string | undefined): Promise<Fields> {
    const { code, deadline, onSend } = request
    onSend?.()
    const path = `${PATH}?access_token=${encodeURIComponent(value)}`
    const { transport, security } = this.#options
    try {
      const reply = await transport.send({ path, json: { code, openid }, security }, deadline)
      return readReply(reply, ENDPOINT, 'outcome_unknown')
    } catch (error) {
      throw toLostReplyError(error, ENDPOINT, 'outcome_unknown')
    }
  }

  /** Returns the token for another attempt, or throws the final error. */
  async #tokenForRetry(
    error: unknown,
    token: AccessToken,
    request: PhoneCodeRequest,
    retries: Retries,
  ): Promise<AccessToken> {
    if (isTokenRejection(error)) return this.#refreshToken(error, token, request, retries)
    if (isBusyError(error, ENDPOINT) && !retries.busyRetried) return this.#waitWhileBusy(request, retries)
    if (isErrcodeError(error)) this.#options.tokens.accepted(token)
    if (!isOpenidRefusal(error) || request.openid === undefined || retries.openidDropped)
      throw retries.codeAtStake ? toErrorOfRetry(error) : error
    retries.openidDropped = true
    return token
  }

  #refreshToken(error: WeChatError, token: AccessToken, { deadline }: PhoneCodeRequest, retries: Retries) {
    const refusal = toTokenRejectedError(error)
    if (retries.tokenRefreshed) throw refusal
    retries.tokenRefreshed = true
    return deadline.waitFor(this.#options.tokens.refreshRejected(token, refusal))
  }

  async #waitWhileBusy({ deadline }: PhoneCodeRequest, retries: Retries): Promise<AccessToken> {
    const { random, sleep, tokens } = this.#options
    retries.busyRetried = true
    retries.tokenRefreshed = false
    await deadline.waitFor(sleep(busyRetryDelay(random)))
    return deadline.waitFor(tokens.get())
  }
}
