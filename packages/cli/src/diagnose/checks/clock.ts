import type { Config } from '@uni-phone/config'
import { request } from 'undici'
import { failed, type Diagnostic, ok, skipped, warning } from '../diagnostic'

const CHECK = 'clock'
/** `Date` has a resolution of one second, and the response takes time. */
const MAX_SKEW_SECONDS = 30
/** Encrypted data of old base libraries is refused after five minutes. */
const MAX_USABLE_SKEW_SECONDS = 300

const ADVICE = {
  zh: '打开时间同步：Linux 上 timedatectl set-ntp true',
  en: 'turn on time synchronization: timedatectl set-ntp true on Linux',
}

/**
 * Reads the `Date` header, which every response has (https://www.rfc-editor.org/rfc/rfc9110#section-6.6.1). That WeChat
 * answers a HEAD request is unverified; if it does not, the check is skipped.
 */
async function fetchTime(url: string): Promise<number> {
  const { headers, body } = await request(url, { method: 'HEAD', signal: AbortSignal.timeout(5_000) })
  await body.dump()
  return Date.parse(String(headers.date))
}

function describe(skewSeconds: number): Diagnostic {
  const seconds = Math.abs(skewSeconds)
  if (seconds <= MAX_SKEW_SECONDS) return ok(CHECK, { zh: '时钟与微信一致', en: "the clock matches WeChat's" })
  const message = {
    zh: `本机时钟比微信${skewSeconds > 0 ? '快' : '慢'} ${seconds} 秒`,
    en: `this machine's clock is ${seconds} seconds ${skewSeconds > 0 ? 'ahead of' : 'behind'} WeChat's`,
  }
  return (seconds > MAX_USABLE_SKEW_SECONDS ? failed : warning)(CHECK, message, ADVICE)
}

/** Compares the clock of this machine with WeChat's. */
export async function checkClock({ apps }: Config, now: () => number): Promise<Diagnostic> {
  const sentAt = now()
  const theirs = await fetchTime(apps[0].baseUrls[0]).catch(() => Number.NaN)
  if (Number.isNaN(theirs))
    return skipped(CHECK, { zh: '时钟：微信没有返回时间', en: 'clock: WeChat returned no time' })
  return describe(Math.round(((sentAt + now()) / 2 - theirs) / 1000))
}
