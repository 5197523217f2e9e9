import type { Config } from '@uni-phone/config'
import { adviseOnError, createWeChatClient, WeChatError } from '@uni-phone/wechat'
import { describeFailure } from '../advice/wechat-failure'
import { type Diagnostic, failed, ok, skipped } from '../diagnostic'
import { type Environment, NOT_CONFIGURED, type Settings } from '../environment'
import { checkClock } from './clock'

const CHECK = 'wechat.token'

/**
 * Fetches an access token. Always in stable mode without force: WeChat returns the token in use, so that nothing a running
 * service depends on is invalidated.
 * @see https://developers.weixin.qq.com/miniprogram/dev/server/API/mp-access-token/api_getstableaccesstoken.html
 */
async function checkToken(config: Config, timeoutMs: number): Promise<Diagnostic> {
  const { appId, appSecret, wechatBaseUrl: baseUrl } = config
  const client = createWeChatClient({ appId, appSecret, baseUrl, timeoutMs })
  try {
    await client.getAccessToken()
    return ok(CHECK, {
      zh: '微信给出了 access_token（不影响正在使用的）',
      en: 'WeChat returns an access token (tokens in use stay valid)',
    })
  } catch (error) {
    if (!(error instanceof WeChatError)) throw error
    const { zh, en } = adviseOnError(error)
    return failed(CHECK, describeFailure(error), { zh, en })
  } finally {
    await client.close()
  }
}

/** Checks WeChat's API as this machine reaches it. */
export async function checkWeChat(
  { config }: Settings,
  { now, timeoutMs }: Environment,
): Promise<readonly Diagnostic[]> {
  if (config === undefined)
    return [skipped(CHECK, { zh: `微信：${NOT_CONFIGURED.zh}`, en: `WeChat: ${NOT_CONFIGURED.en}` })]
  if (config.mode === 'sandbox')
    return [skipped(CHECK, { zh: '微信：沙箱不使用', en: 'WeChat: not used by the sandbox' })]
  return Promise.all([checkToken(config, timeoutMs), checkClock(config, now)])
}
