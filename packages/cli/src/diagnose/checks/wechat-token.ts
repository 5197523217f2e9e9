import type { Config } from '@uni-phone/config'
import { adviseOnError, createWeChatClient, WeChatError } from '@uni-phone/wechat'
import { failed, type Finding, ok } from './finding'
import { describeFailure } from './wechat-failure'

const CHECK = 'wechat.token'

/**
 * Whether a token can be had. Always in stable mode without force, which gives the token that is in use: the checks of a
 * running service end nothing.
 * @see https://developers.weixin.qq.com/miniprogram/dev/server/API/mp-access-token/api_getstableaccesstoken.html
 */
export async function checkToken(config: Config, timeoutMs: number): Promise<Finding> {
  const { appId, appSecret, wechatBaseUrl: baseUrl } = config
  const client = createWeChatClient({ appId, appSecret, baseUrl, timeoutMs })
  try {
    await client.getAccessToken()
    return ok(CHECK, {
      zh: '微信给出了 access_token（不影响正在使用的）',
      en: 'WeChat gives an access token (those in use are left alone)',
    })
  } catch (error) {
    if (!(error instanceof WeChatError)) throw error
    const { zh, en } = adviseOnError(error)
    return failed(CHECK, describeFailure(error), { zh, en })
  } finally {
    await client.close()
  }
}
