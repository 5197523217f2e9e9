import type { AccessToken, AccessTokenCache } from '../access-token'
import { WeChatError } from '../errors'
import {
  busyRetryDelay,
  type Deadline,
  type Fields,
  isBusyError,
  readReply,
  toLostReplyError,
  type Transport,
} from '../transport'

const ENDPOINT = 'getuserphonenumber'
const PATH = '/wxa/business/getuserphonenumber'

/**
 * Errcodes of a rejected token. That WeChat leaves the code unused then is unverified; every known client retries.
 * @see https://developers.weixin.qq.com/doc/oplatform/developers/errCode/errCode.html
 */
const TOKEN_ERRCODES: ReadonlySet<number | undefined> = new Set([40001, 40014, 42001])

const isTokenRejection = (error: unknown): error is WeChatError =>
  error instanceof WeChatError && TOKEN_ERRCODES.has(error.errcode)

function toTokenRejectedError({ errcode, rid }: WeChatError): WeChatError {
  return new WeChatError('unavailable', { endpoint: ENDPOINT, reason: 'token_rejected', errcode, rid })
}

/** After errcode -1 WeChat may already have consumed the code, so a rejection of the retry leaves the outcome unknown. */
function toErrorAfterBusy(error: unknown): unknown {
  if (!(error instanceof WeChatError) || error.code !== 'code_rejected') return error
  const { errcode, rid } = error
  return new WeChatError('outcome_unknown', { endpoint: ENDPOINT, reason: 'errcode', errcode, rid })
}

/** One phone code, and the retries it has had. */
export interface PhoneCodeRequest {
  readonly code: string
  readonly deadline: Deadline
  /** Called each time the code is sent. */
  readonly onSend: (() => void) | undefined
  tokenRefreshed: boolean
  busyRetried: boolean
}

export interface PhoneCodeSenderOptions {
  readonly transport: Transport
  readonly tokens: AccessTokenCache
  readonly random: () => number
  readonly sleep: (ms: number) => Promise<void>
}

/** Sends phone codes: each once, and again only if WeChat did not accept it (a rejected token, errcode -1). */
export class PhoneCodeSender {
  readonly #transport: Transport
  readonly #tokens: AccessTokenCache
  readonly #random: () => number
  readonly #sleep: (ms: number) => Promise<void>

  constructor({ transport, tokens, random, sleep }: PhoneCodeSenderOptions) {
    this.#transport = transport
    this.#tokens = tokens
    this.#random = random
    this.#sleep = sleep
  }

  async sendCode(request: PhoneCodeRequest): Promise<Fields> {
    let token = await request.deadline.waitFor(this.#tokens.get())
    for (;;) {
      try {
        const reply = await this.#post(token, request)
        this.#tokens.accepted(token)
        return reply
      } catch (error) {
        token = await this.#tokenForRetry(error, token, request)
      }
    }
  }

  async #post({ value }: AccessToken, { code, deadline, onSend }: PhoneCodeRequest): Promise<Fields> {
    onSend?.()
    const path = `${PATH}?access_token=${encodeURIComponent(value)}`
    try {
      return readReply(await this.#transport.send({ path, json: { code } }, deadline), ENDPOINT, 'outcome_unknown')
    } catch (error) {
      throw toLostReplyError(error, ENDPOINT, 'outcome_unknown')
    }
  }

  /** Returns the token for another attempt, or throws the final error. */
  async #tokenForRetry(error: unknown, token: AccessToken, request: PhoneCodeRequest): Promise<AccessToken> {
    if (isTokenRejection(error)) {
      const refusal = toTokenRejectedError(error)
      if (request.tokenRefreshed) throw refusal
      request.tokenRefreshed = true
      return request.deadline.waitFor(this.#tokens.refreshRejected(token, refusal))
    }
    if (error instanceof WeChatError && error.reason === 'errcode' && error.errcode !== -1) this.#tokens.accepted(token)
    if (request.busyRetried) throw toErrorAfterBusy(error)
    if (!isBusyError(error, ENDPOINT)) throw error
    request.busyRetried = true
    request.tokenRefreshed = false
    await request.deadline.waitFor(this.#sleep(busyRetryDelay(this.#random)))
    return request.deadline.waitFor(this.#tokens.get())
  }
}
