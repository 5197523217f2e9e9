import type { Dispatcher } from 'undici'
import type { WeChatClientEvent } from './client-event'
import type { AccessTokenFunction } from './access-token/token-sources'

/** How a client is set up. */
export interface WeChatClientOptions {
  /** The mini program's AppID, `wx` and 16 hex digits. */
  readonly appId: string
  /** Its AppSecret. */
  readonly appSecret: string
  /** @default https://api.weixin.qq.com */
  readonly baseUrl?: string | undefined
  /** The deadline of a whole call, token and retries included, in milliseconds. @default 5000 */
  readonly timeoutMs?: number | undefined
  /**
   * Where the access token comes from. `stable`: any number of instances may ask. `classic`: for one instance alone,
   * as each fetch ends the token before. Or a function of the host program's own.
   * @default stable
   */
  readonly accessToken?: 'stable' | 'classic' | AccessTokenFunction | undefined
  /** The time in milliseconds since 1970. @default Date.now */
  readonly now?: (() => number) | undefined
  /** From 0 to below 1. @default Math.random */
  readonly random?: (() => number) | undefined
  /** Hears what the client does, for logs and counters; must not throw. */
  readonly onEvent?: ((event: WeChatClientEvent) => void) | undefined
  /** An undici dispatcher of the host program's own, a proxy for instance; it is then not closed with the client. */
  readonly dispatcher?: Dispatcher | undefined
}

/** Options of one call. */
export interface CallOptions {
  /** The deadline of this call, in milliseconds. @default the client's */
  readonly timeoutMs?: number | undefined
  /** Gives the call up. A phone code already sent may be used up all the same. */
  readonly signal?: AbortSignal | undefined
}

/** Options of one exchange of a phone code. */
export interface PhoneNumberOptions extends CallOptions {
  /** Is called each time the code goes out to WeChat: once, and again only where WeChat did not take it. Must not throw. */
  readonly onSend?: (() => void) | undefined
}

function requireText(value: unknown, name: string, hint: string): void {
  if (typeof value !== 'string' || value.trim() === '') throw new TypeError(`${name} is missing: ${hint}`)
}

/** The longest delay a timer takes. */
const MAX_TIMEOUT_MS = 2 ** 31 - 1

/** A deadline as a timer takes it. */
export function requireTimeout(timeoutMs: number): number {
  if (timeoutMs > 0 && timeoutMs <= MAX_TIMEOUT_MS) return timeoutMs
  throw new TypeError('timeoutMs must be a number of milliseconds above 0')
}

/** Refuses options that can only be a programmer's mistake, before any I/O. */
export function checkOptions({ appId, appSecret, timeoutMs, accessToken }: WeChatClientOptions): void {
  requireText(appId, 'appId', 'it is on the console under Development settings')
  requireText(appSecret, 'appSecret', 'it is on the console under Development settings, beside the AppID')
  if (timeoutMs !== undefined) requireTimeout(timeoutMs)
  if (
    accessToken !== undefined &&
    !['stable', 'classic'].includes(accessToken as string) &&
    typeof accessToken !== 'function'
  )
    throw new TypeError("accessToken must be 'stable', 'classic' or a function")
}
