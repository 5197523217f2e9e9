import type { WeChatClientEvent } from '@uni-phone/wechat'
import type { Log } from './log'
import { logWeChatError } from '../exchange/wechat-problem'

/** The log lines of what a WeChat client does on its own. */
export function createClientEventLog(log: Log): (event: WeChatClientEvent) => void {
  return (event) => {
    switch (event.type) {
      case 'token_fetched':
        log.info({ cause: event.cause, expiresInSeconds: event.expiresInSeconds }, 'access token fetched')
        break
      case 'token_fetch_failed':
        logWeChatError(log, event.error)
        break
      case 'watermark_skew':
        log.warn(
          {
            skewSeconds: event.skewSeconds,
            zh: '水印时间与本机相差超过 10 分钟，请校准时钟',
            en: 'check the clock of this machine',
          },
          "a number's watermark is more than ten minutes from our clock",
        )
        break
      case 'call':
        log.debug(
          { endpoint: event.endpoint, durationMs: Math.round(event.durationMs), errcode: event.errcode },
          'wechat call',
        )
    }
  }
}
