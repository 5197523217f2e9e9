import type { Config, LocalizedText, MiniProgram } from '@uni-phone/config'
import { adviseOnError, createWeChatClient, type WeChatClient, WeChatError } from '@uni-phone/wechat'
import { describeFailure } from '../advice/wechat-failure'
import { type Diagnostic, failed, ok, skipped } from '../diagnostic'
import { type Environment, NOT_CONFIGURED, type Settings } from '../environment'
import { checkClock } from './clock'
import { checkQuota } from './quota'

const CHECK = 'wechat.token'

type Name = (text: LocalizedText) => LocalizedText

async function checkToken(client: WeChatClient, name: Name): Promise<Diagnostic> {
  try {
    await client.getAccessToken()
    return ok(
      CHECK,
      name({
        zh: '微信给出了 access_token（不影响正在使用的）',
        en: 'WeChat returns an access token (tokens in use stay valid)',
      }),
    )
  } catch (error) {
    if (!(error instanceof WeChatError)) throw error
    const { zh, en } = adviseOnError(error)
    return failed(CHECK, name(describeFailure(error)), { zh, en })
  }
}

/**
 * Fetches an access token as the server does, and asks for the quota. Never in classic mode: in stable mode without force
 * WeChat returns the token in use, so that nothing a running service depends on is invalidated.
 * @see https://developers.weixin.qq.com/miniprogram/dev/server/API/mp-access-token/api_getstableaccesstoken.html
 */
async function checkProgram(program: MiniProgram, name: Name, timeoutMs: number): Promise<Diagnostic[]> {
  const { appId, appSecret, baseUrls: baseUrl, accessToken, quotaSpuId } = program
  const source = typeof accessToken === 'object' ? accessToken : 'stable'
  const client = createWeChatClient({ appId, appSecret, baseUrl, accessToken: source, timeoutMs })
  try {
    const token = await checkToken(client, name)
    if (quotaSpuId === undefined || token.status !== 'ok') return [token]
    const quota = await checkQuota(client, quotaSpuId)
    return [token, { ...quota, message: name(quota.message) }]
  } finally {
    await client.close()
  }
}

async function checkPrograms({ apps }: Config, timeoutMs: number): Promise<Diagnostic[]> {
  const nameOf =
    ({ appId }: MiniProgram): Name =>
    ({ zh, en }) =>
      apps.length === 1 ? { zh, en } : { zh: `${appId}：${zh}`, en: `${appId}: ${en}` }
  const checks = await Promise.all(apps.map((app) => checkProgram(app, nameOf(app), timeoutMs)))
  return checks.flat()
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
  const [programs, clock] = await Promise.all([checkPrograms(config, timeoutMs), checkClock(config, now)])
  return [...programs, clock]
}
