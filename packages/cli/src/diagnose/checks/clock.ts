import type { Config } from '@uni-phone/config'
import { request } from 'undici'
import { failed, type Finding, ok, skipped, warning } from './finding'

const CHECK = 'clock'
/** `Date` has whole seconds, and the reply took its time. */
const MAX_SKEW_SECONDS = 30
/** What a phone sends the old way is refused after five minutes. */
const MAX_USABLE_SKEW_SECONDS = 300

const ADVICE = {
  zh: '打开时间同步：Linux 上 timedatectl set-ntp true',
  en: 'switch time synchronization on: timedatectl set-ntp true on Linux',
}

/**
 * Any answer has a date, whatever it says of the path (https://www.rfc-editor.org/rfc/rfc9110#section-6.6.1). That WeChat
 * answers a HEAD is unverified: where it does not, nothing is said of the clock.
 */
async function askTheTime(url: string): Promise<number> {
  const { headers, body } = await request(url, { method: 'HEAD', signal: AbortSignal.timeout(5_000) })
  await body.dump()
  return Date.parse(String(headers.date))
}

function describe(skewSeconds: number): Finding {
  const seconds = Math.abs(skewSeconds)
  if (seconds <= MAX_SKEW_SECONDS) return ok(CHECK, { zh: '时钟与微信一致', en: "the clock agrees with WeChat's" })
  const found = {
    zh: `本机时钟比微信${skewSeconds > 0 ? '快' : '慢'} ${seconds} 秒`,
    en: `this machine's clock is ${seconds} seconds ${skewSeconds > 0 ? 'ahead of' : 'behind'} WeChat's`,
  }
  return (seconds > MAX_USABLE_SKEW_SECONDS ? failed : warning)(CHECK, found, ADVICE)
}

/** Compares this machine's clock with the `Date` of what answers for WeChat. */
export async function checkClock({ wechatBaseUrl }: Config, now: () => number): Promise<Finding> {
  const askedAt = now()
  const theirs = await askTheTime(wechatBaseUrl).catch(() => Number.NaN)
  if (Number.isNaN(theirs))
    return skipped(CHECK, { zh: '时钟：微信没有告知时间', en: 'clock: WeChat did not tell the time' })
  return describe(Math.round(((askedAt + now()) / 2 - theirs) / 1000))
}
