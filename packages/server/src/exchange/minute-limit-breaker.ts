import { type WeChatClient, WeChatError } from '@uni-phone/wechat'
import type { Log } from '../observability'

/** Part of a WeChat client that the exchange needs. */
export type ExchangeClient = Pick<WeChatClient, 'getPhoneNumber' | 'codeToSession'>

/** WeChat's limit of calls a minute. */
const MINUTE_LIMIT = 45011
/** One such reply may be a coincidence; so many in a row are everybody's. */
const REPLIES_TO_OPEN = 3
/** Short against the minute: one call after it tells whether WeChat takes calls again. */
const OPEN_MS = 10_000

const isMinuteLimit = (error: unknown): error is WeChatError =>
  error instanceof WeChatError && error.errcode === MINUTE_LIMIT

/**
 * Stops sending phone codes for ten seconds once WeChat has refused several in a row by its limit a minute: calls that
 * it refuses count, too (unverified), and a code that was not sent can still be used. Callers meet WeChat's last refusal.
 */
export function breakAtMinuteLimit(wechat: ExchangeClient, log: Log): ExchangeClient {
  let refusals = 0
  let openUntil = 0
  let refusal: WeChatError | undefined

  function count(error: unknown): void {
    refusals = isMinuteLimit(error) ? refusals + 1 : 0
    if (!isMinuteLimit(error) || refusals < REPLIES_TO_OPEN) return
    refusal = error
    openUntil = performance.now() + OPEN_MS
    log.warn(
      { errcode: MINUTE_LIMIT, zh: '微信按分钟限流，10 秒内不再发送 code；可在后台申请提高额度' },
      'WeChat limits calls by the minute: no code is sent for 10 s; the quota can be raised in the console',
    )
  }

  return {
    codeToSession: (code, options) => wechat.codeToSession(code, options),
    async getPhoneNumber(code, options) {
      if (refusal !== undefined && performance.now() < openUntil) throw refusal
      try {
        const info = await wechat.getPhoneNumber(code, options)
        refusals = 0
        return info
      } catch (error) {
        count(error)
        throw error
      }
    },
  }
}
