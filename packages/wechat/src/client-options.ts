import type { Dispatcher } from 'undici'
import type { AccessTokenFunction, TokenFetchEvent, TokenServerOptions } from './access-token'
import type { ApiSecurityOptions } from './api-security'
import type { WeChatEndpoint, WeChatErrorCode } from './errors'

/** Reports an operation of a client, for logs and metrics. Contains nothing secret or private. */
export type WeChatClientEvent =
  | TokenFetchEvent
  | {
      readonly type: 'call'
      readonly endpoint: WeChatEndpoint
      /** Duration of the whole call, including the wait for a token and retries. */
      readonly durationMs: number
      /** Error code of a failed call; absent on success. */
      readonly failure?: WeChatErrorCode | undefined
      readonly errcode?: number | undefined
    }
  /** A certificate of `security` is about to be replaced: download the new one from the console. */
  | { readonly type: 'certificate_deprecated'; readonly serial: string }
  /** A base URL cannot be reached, and the next one is used for a minute. */
  | { readonly type: 'base_url_unreachable'; readonly baseUrl: string }
  /** A watermark differs from our clock by more than ten minutes: one of the two clocks is wrong. */
  | { readonly type: 'watermark_skew'; readonly skewSeconds: number }

/** Options for a client. */
export interface WeChatClientOptions {
  /** AppID of the mini program, `wx` and 16 hex digits. */
  readonly appId: string
  /** AppSecret of the mini program. */
  readonly appSecret: string
  /**
   * Base URL of WeChat's API, or several in order of preference. The next one is used if a connection fails before
   * anything was sent; the first one is tried again after a minute. WeChat's own backup addresses are
   * `https://api2.weixin.qq.com`, `https://sh.api.weixin.qq.com`, `https://sz.api.weixin.qq.com` and
   * `https://hk.api.weixin.qq.com`.
   * @default https://api.weixin.qq.com
   * @see https://developers.weixin.qq.com/doc/service/Basic_Information/Interface_field_description.html
   */
  readonly baseUrl?: string | readonly string[] | undefined
  /** Time limit of a whole call, including the token and retries, in milliseconds. @default 5000 */
  readonly timeoutMs?: number | undefined
  /**
   * Source of the access token. `stable` suits any number of instances. `classic` suits a single instance, because each
   * fetch ends the previous token. A URL is that of a central token server. A function uses a source of the application.
   * @default stable
   */
  readonly accessToken?: 'stable' | 'classic' | TokenServerOptions | AccessTokenFunction | undefined
  /**
   * Keys of WeChat's API security. With them the calls that support it (`getPhoneNumber`) are encrypted and signed, and
   * their replies must be. A reply that fails a check is `outcome_unknown`.
   * @default off
   */
  readonly security?: ApiSecurityOptions | undefined
  /** Returns the time in milliseconds since 1970. @default Date.now */
  readonly now?: (() => number) | undefined
  /** Returns a number from 0 (inclusive) to 1 (exclusive). @default Math.random */
  readonly random?: (() => number) | undefined
  /** Called for each event of the client; must not throw. */
  readonly onEvent?: ((event: WeChatClientEvent) => void) | undefined
  /** An undici dispatcher of the application, for example a proxy. It is not closed with the client. */
  readonly dispatcher?: Dispatcher | undefined
}

/** Options for one call. */
export interface CallOptions {
  /** Time limit of this call, in milliseconds. @default the client's */
  readonly timeoutMs?: number | undefined
  /** Aborts the call. WeChat may already have consumed a phone code by then. */
  readonly signal?: AbortSignal | undefined
}

/** Options for the exchange of a phone code. */
export interface PhoneNumberOptions extends CallOptions {
  /**
   * The openid of a `codeToSession` of the same user. WeChat then checks that code and openid belong together, and refuses
   * the code if not (the errcode is undocumented; 40003 and 40029 are expected). If WeChat answers 47001, which one report
   * saw for a call with an openid, the code is sent once more without it.
   * @see https://developers.weixin.qq.com/miniprogram/dev/server/API/user-info/phone-number/api_getphonenumber.html
   */
  readonly openid?: string | undefined
  /** Called each time the code is sent: once, and again only if WeChat did not accept it. Must not throw. */
  readonly onSend?: (() => void) | undefined
}

/** The longest delay that a Node.js timer accepts. */
const MAX_TIMEOUT_MS = 2 ** 31 - 1

function requireText(value: unknown, name: string, hint: string): void {
  if (typeof value !== 'string' || value.trim() === '') throw new TypeError(`${name} is missing: ${hint}`)
}

/** Returns a valid time limit, and throws a `TypeError` for anything else. */
export function requireTimeout(timeoutMs: number): number {
  if (timeoutMs > 0 && timeoutMs <= MAX_TIMEOUT_MS) return timeoutMs
  throw new TypeError('timeoutMs must be a positive number of milliseconds')
}

/** Throws a `TypeError` for options that can only be a mistake in the program, before any I/O. */
export function checkOptions({ appId, appSecret, timeoutMs, accessToken }: WeChatClientOptions): void {
  requireText(appId, 'appId', 'find it in the console under Development settings')
  requireText(appSecret, 'appSecret', 'find it in the console under Development settings, next to the AppID')
  if (timeoutMs !== undefined) requireTimeout(timeoutMs)
  if (accessToken === undefined || accessToken === 'stable' || accessToken === 'classic') return
  if (typeof accessToken === 'function' || (typeof accessToken === 'object' && 'url' in accessToken)) return
  throw new TypeError("accessToken must be 'stable', 'classic', { url, bearer } or a function")
}
