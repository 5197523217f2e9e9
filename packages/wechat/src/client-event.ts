import type { WeChatEndpoint, WeChatError, WeChatErrorCode } from './errors/wechat-error'

/** Why an access token was fetched. */
export type TokenFetchCause = 'first' | 'renewal' | 'rejected' | 'forced'

/** What a client reports as it works, for logs and counters. Nothing secret or private is in it. */
export type WeChatClientEvent =
  | { readonly type: 'token_fetched'; readonly cause: TokenFetchCause; readonly expiresInSeconds: number }
  | { readonly type: 'token_fetch_failed'; readonly cause: TokenFetchCause; readonly error: WeChatError }
  | {
      readonly type: 'call'
      readonly endpoint: WeChatEndpoint
      /** Of the whole call: the wait for a token and what was tried again are in it. */
      readonly durationMs: number
      /** How it failed. Absent: it did not. */
      readonly failure?: WeChatErrorCode | undefined
      readonly errcode?: number | undefined
    }
  /** A watermark's time is more than ten minutes from ours: one of the two clocks is wrong. */
  | { readonly type: 'watermark_skew'; readonly skewSeconds: number }
