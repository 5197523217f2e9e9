import { setTimeout as sleep } from 'node:timers/promises'
import {
  checkOptions,
  requireTimeout,
  type CallOptions,
  type PhoneNumberOptions,
  type WeChatClientOptions,
} from './client-options'
import { createDeadline, type Deadline, deadlineReason } from './transport/deadline'
import { createLoginExchange, type LoginSession } from './login/login-session'
import { parsePhoneInfo, type PhoneInfo } from './phone-number/phone-info'
import { createPhoneNumberExchange } from './phone-number/phone-code-request'
import { createTokenKeeper } from './access-token/access-token-cache'
import {
  createClassicTokenSource,
  createFunctionTokenSource,
  createStableTokenSource,
  type TokenEndpointOptions,
  type TokenSource,
} from './access-token/token-sources'
import { createTransport } from './transport/transport'
import { type WeChatEndpoint, WeChatError } from './errors/wechat-error'

/** A client of WeChat's server API for one mini program. */
export interface WeChatClient {
  /**
   * Exchanges the code of a `getphonenumber` event for the number. The code is sent once, and once more only where
   * WeChat did not take it. Rejects with a `WeChatError`.
   * @see https://developers.weixin.qq.com/miniprogram/dev/server/API/user-info/phone-number/api_getphonenumber.html
   */
  getPhoneNumber: (code: string, options?: PhoneNumberOptions) => Promise<PhoneInfo>
  /**
   * Exchanges the code of `wx.login` for openid, unionid and session key. Rejects with a `WeChatError`.
   * @see https://developers.weixin.qq.com/miniprogram/dev/server/API/user-login/api_code2session.html
   */
  codeToSession: (loginCode: string, options?: CallOptions) => Promise<LoginSession>
  /**
   * The current access token, for calls this client does not have. Ask anew for each call. Rejects with a `WeChatError`.
   * @see https://developers.weixin.qq.com/miniprogram/dev/server/API/mp-access-token/api_getstableaccesstoken.html
   */
  getAccessToken: (options?: CallOptions) => Promise<string>
  /** Lets calls in flight end, then closes the connections. Later calls reject. */
  close: () => Promise<void>
}

const DEFAULT_BASE_URL = 'https://api.weixin.qq.com'
const DEFAULT_TIMEOUT_MS = 5_000
const MAX_WATERMARK_SKEW_SECONDS = 600

function createTokenSource(
  accessToken: WeChatClientOptions['accessToken'],
  options: TokenEndpointOptions,
): TokenSource {
  if (typeof accessToken === 'function') return createFunctionTokenSource(accessToken)
  return accessToken === 'classic' ? createClassicTokenSource(options) : createStableTokenSource(options)
}

function requireCode(code: unknown, name: string): void {
  if (typeof code !== 'string' || code === '') throw new TypeError(`${name} must be a string that is not empty`)
}

/** A deadline that passed before anything was sent: the code is unused. */
function notSent(error: unknown, endpoint: WeChatEndpoint): unknown {
  const reason = deadlineReason(error)
  return reason === undefined ? error : new WeChatError('unavailable', { endpoint, reason })
}

/**
 * Creates a client. Options that cannot be right throw a `TypeError`, before any I/O; no call is made until the first
 * is asked for. One client serves any number of calls at once, and should live as long as the process.
 */
export function createWeChatClient(options: WeChatClientOptions): WeChatClient {
  checkOptions(options)
  const { appId, appSecret, timeoutMs = DEFAULT_TIMEOUT_MS, now = Date.now, random = Math.random } = options
  const { baseUrl = DEFAULT_BASE_URL, dispatcher, accessToken, onEvent = () => undefined } = options
  const transport = createTransport({ baseUrl, dispatcher })
  const retry = { random, sleep: (ms: number) => sleep(ms) }
  const source = createTokenSource(accessToken, { appId, appSecret, transport, timeoutMs, ...retry })
  const keeper = createTokenKeeper({ source, now, random, onEvent })
  const exchange = createPhoneNumberExchange({ transport, keeper, ...retry })
  const logIn = createLoginExchange({ appId, appSecret, transport })

  async function call<T>(endpoint: WeChatEndpoint, given: CallOptions, work: (deadline: Deadline) => Promise<T>) {
    const deadline = createDeadline(requireTimeout(given.timeoutMs ?? timeoutMs), given.signal)
    const startedAt = performance.now()
    let failed: WeChatError | undefined
    try {
      return await work(deadline)
    } catch (thrown) {
      const error = notSent(thrown, endpoint)
      if (error instanceof WeChatError) failed = error
      throw error
    } finally {
      deadline.clear()
      const durationMs = performance.now() - startedAt
      onEvent({ type: 'call', endpoint, durationMs, failure: failed?.code, errcode: failed?.errcode })
    }
  }

  function reportSkew({ watermark }: PhoneInfo): void {
    const skewSeconds = Math.round(now() / 1000 - watermark.timestamp)
    if (Math.abs(skewSeconds) > MAX_WATERMARK_SKEW_SECONDS) onEvent({ type: 'watermark_skew', skewSeconds })
  }

  return {
    async getPhoneNumber(code, given = {}) {
      requireCode(code, 'code')
      const { onSend = () => undefined } = given
      const info = await call('getuserphonenumber', given, async (deadline) =>
        parsePhoneInfo(await exchange({ code, deadline, onSend }), appId),
      )
      reportSkew(info)
      return info
    },
    async codeToSession(loginCode, given = {}) {
      requireCode(loginCode, 'loginCode')
      return call('jscode2session', given, (deadline) => logIn(loginCode, deadline))
    },
    async getAccessToken(given = {}) {
      return call(source.endpoint, given, async (deadline) => (await deadline.race(keeper.lease())).value)
    },
    close: () => transport.close(),
  }
}
