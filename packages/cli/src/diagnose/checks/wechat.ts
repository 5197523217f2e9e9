import { checkClock } from './clock'
import { type Finding, skipped } from './finding'
import { NOT_CONFIGURED, type Settings, type Surroundings } from './surroundings'
import { checkToken } from './wechat-token'

/** WeChat as this machine reaches it. */
export async function checkWeChat({ config }: Settings, { now, patienceMs }: Surroundings): Promise<Finding[]> {
  if (config === undefined)
    return [skipped('wechat.token', { zh: `微信：${NOT_CONFIGURED.zh}`, en: `WeChat: ${NOT_CONFIGURED.en}` })]
  if (config.mode === 'sandbox')
    return [skipped('wechat.token', { zh: '微信：沙箱不使用', en: 'WeChat: the sandbox does not use it' })]
  return Promise.all([checkToken(config, patienceMs), checkClock(config, now)])
}
