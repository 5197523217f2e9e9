import { setTimeout as sleep } from 'node:timers/promises'
import {
  AccessTokenCache,
  createClassicTokenSource,
  createFunctionTokenSource,
  createServerTokenSource,
  createStableTokenSource,
  type TokenEndpointOptions,
  type TokenSource,
} from './access-token'
import { ApiCall } from './api-call'
import { ApiSecurity, type ApiSecurityOptions, readApiSecurityKeys } from './api-security'
import {
  checkOptions,
  type CallOptions,
  type PhoneNumberOptions,
  type WeChatClientEvent,
  type WeChatClientOptions,
} from './client-options'
import type { WeChatEndpoint } from './errors'
import { type LoginSession, sendLoginCode } from './login-session'
import { PhoneCodeSender, type PhoneInfo, type PhoneNumberResult } from './phone-number'
import { fetchQuotaUsage, type QuotaUsage } from './quota-usage'
import { type Deadline, Transport } from './transport'

/** Client of WeChat's server API for one mini program. */
export interface WeChatClient {
  /**
   * Exchanges the code of a `getphonenumber` event for the phone number. The code is sent once, and again only if WeChat
   * did not accept it. With `openid` WeChat refuses the code of another user. Rejects with a `WeChatError`.
   * @see https://developers.weixin.qq.com/miniprogram/dev/server/API/user-info/phone-number/api_getphonenumber.html
   */
  readonly getPhoneNumber: (code: string, options?: PhoneNumberOptions) => Promise<PhoneNumberResult>
  /**
   * Exchanges the code of `wx.login` for openid, unionid and session key. Rejects with a `WeChatError`.
   * @see https://developers.weixin.qq.com/miniprogram/dev/server/API/user-login/api_code2session.html
   */
  readonly codeToSession: (loginCode: string, options?: CallOptions) => Promise<LoginSession>
  /**
   * Returns how many paid calls of a product are left, for example of `PHONE_NUMBER_SPU_IDS.quick`. Rejects with a
   * `WeChatError`.
   * @see https://developers.weixin.qq.com/miniprogram/dev/server/API/charge/api_getusagedetail.html
   */
  readonly getQuotaUsage: (spuId: string, options?: CallOptions) => Promise<QuotaUsage>
  /**
   * Returns the current access token, for APIs that this client does not cover. Do not keep it: call this again for each
   * request. Rejects with a `WeChatError`, also while WeChat refuses the token and it could not be replaced.
   * @see https://developers.weixin.qq.com/miniprogram/dev/server/API/mp-access-token/api_getstableaccesstoken.html
   */
  readonly getAccessToken: (options?: CallOptions) => Promise<string>
  /** Waits for calls in flight, then closes the connections. Later calls reject. */
  readonly close: () => Promise<void>
}

const DEFAULT_BASE_URL = 'https://api.weixin.qq.com'
const DEFAULT_TIMEOUT_MS = 5_000
const MAX_WATERMARK_SKEW_SECONDS = 600

function createTokenSource(
  accessToken: WeChatClientOptions['accessToken'],
  options: TokenEndpointOptions & { readonly now: () => number },
): TokenSource {
  if (typeof accessToken === 'function') return createFunctionTokenSource(accessToken)
  if (typeof accessToken === 'object') return createServerTokenSource(accessToken, options)
  return accessToken === 'classic' ? createClassicTokenSource(options) : createStableTokenSource(options)
}

function createApiSecurity(
  security: ApiSecurityOptions | undefined,
  appId: string,
  now: () => number,
  onEvent: (event: WeChatClientEvent) => void,
): ApiSecurity | undefined {
  if (security === undefined) return undefined
  const onDeprecated = (serial: string): void => {
    onEvent({ type: 'certificate_deprecated', serial })
  }
  return new ApiSecurity({ appId, keys: readApiSecurityKeys(security), now, onDeprecated })
}

function requireText(value: unknown, name: string): void {
  if (typeof value !== 'string' || value === '') throw new TypeError(`${name} must be a non-empty string`)
}

function createParts(options: WeChatClientOptions) {
  const { appId, appSecret, timeoutMs = DEFAULT_TIMEOUT_MS, now = Date.now, random = Math.random } = options
  const { baseUrl = DEFAULT_BASE_URL, dispatcher, accessToken, onEvent = () => undefined } = options
  const transport = new Transport({
    baseUrls: typeof baseUrl === 'string' ? [baseUrl] : baseUrl,
    dispatcher,
    now,
    onUnreachable(url) {
      onEvent({ type: 'base_url_unreachable', baseUrl: url })
    },
  })
  const retry = { random, sleep: (ms: number) => sleep(ms) }
  const source = createTokenSource(accessToken, { appId, appSecret, transport, timeoutMs, now, ...retry })
  const tokens = new AccessTokenCache({ source, now, random, onEvent })
  const security = createApiSecurity(options.security, appId, now, onEvent)
  const phoneCodes = new PhoneCodeSender({ appId, transport, tokens, security, ...retry })
  return { appId, appSecret, timeoutMs, now, onEvent, transport, source, tokens, phoneCodes }
}

/**
 * Creates a client. Invalid options throw a `TypeError`; nothing is sent before the first call. One client serves any
 * number of concurrent calls and should live as long as the process.
 */
export function createWeChatClient(options: WeChatClientOptions): WeChatClient {
  checkOptions(options)
  const { appId, appSecret, timeoutMs, now, onEvent, transport, source, tokens, phoneCodes } = createParts(options)

  function reportSkew({ watermark }: PhoneInfo): void {
    const skewSeconds = Math.round(now() / 1000 - watermark.timestamp)
    if (Math.abs(skewSeconds) > MAX_WATERMARK_SKEW_SECONDS) onEvent({ type: 'watermark_skew', skewSeconds })
  }

  async function call<T>(
    endpoint: WeChatEndpoint,
    { timeoutMs: limit = timeoutMs, signal }: CallOptions = {},
    send: (deadline: Deadline) => T | Promise<T>,
  ): Promise<T> {
    const running = new ApiCall(endpoint, limit, signal, onEvent)
    try {
      return await send(running.deadline)
    } catch (error) {
      throw running.toError(error)
    } finally {
      running.end()
    }
  }

  return {
    // the most frequent call does without the helper: it costs a closure and a promise
    async getPhoneNumber(code, { timeoutMs: limit = timeoutMs, signal, onSend, openid } = {}) {
      requireText(code, 'code')
      if (openid !== undefined) requireText(openid, 'openid')
      const running = new ApiCall('getuserphonenumber', limit, signal, onEvent)
      const { deadline } = running
      try {
        const info = await phoneCodes.sendCode({ code, openid, deadline, onSend })
        reportSkew(info)
        return info
      } catch (error) {
        throw running.toError(error)
      } finally {
        running.end()
      }
    },
    async codeToSession(loginCode, callOptions) {
      requireText(loginCode, 'loginCode')
      return call('jscode2session', callOptions, (deadline) =>
        sendLoginCode({ appId, appSecret, transport }, loginCode, deadline),
      )
    },
    async getQuotaUsage(spuId, callOptions) {
      requireText(spuId, 'spuId')
      return call('usage/get', callOptions, (deadline) => fetchQuotaUsage({ transport, tokens }, spuId, deadline))
    },
    async getAccessToken(callOptions) {
      const token = await call(source.endpoint, callOptions, (deadline) => deadline.waitFor(tokens.getAccepted()))
      return token.value
    },
    async close() {
      await Promise.all([transport.close(), source.close?.()])
    },
  }
}
