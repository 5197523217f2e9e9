import { adviseOnError, type WeChatClientEvent, type WeChatError } from '@uni-phone/wechat'
import type { Log } from './log'

/** One line for the operator: what WeChat said, and what to do about it. */
export function logWeChatError(
  log: Log,
  error: WeChatError,
  about: { requestId?: string; appId?: string | undefined; detail?: string } = {},
): void {
  const { code, endpoint, reason, errcode, rid, httpStatus, refusedAddress } = error
  const { zh, en } = adviseOnError(error)
  const fields = { ...about, code, endpoint, reason, errcode, rid, httpStatus, refusedAddress, zh, en }
  if (code === 'misconfigured' || code === 'quota_exhausted') log.error(fields, 'wechat')
  else log.warn(fields, 'wechat')
}

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
      case 'base_url_unreachable':
        log.warn({ baseUrl: event.baseUrl }, 'WeChat cannot be reached at this address; the next one is used')
        break
      case 'certificate_deprecated':
        log.warn(
          {
            serial: event.serial,
            zh: '微信平台证书即将更换：请在小程序后台“API 安全”下载新证书',
            en: 'WeChat is about to replace this certificate: download the new one from the console (API security)',
          },
          'certificate about to expire',
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
