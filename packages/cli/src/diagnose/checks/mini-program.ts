import { builtAppId, manifestAppId } from '../../project'
import { failed, type Diagnostic, ok, warning } from '../diagnostic'
import type { Settings, Environment } from '../environment'

const APP_ID = 'miniprogram.appid'

function describeSandbox(appId: string | undefined): Diagnostic {
  if (appId === undefined)
    return ok(APP_ID, { zh: '小程序：游客模式（无 AppID）', en: 'mini program: tourist mode (no AppID)' })
  return ok(APP_ID, {
    zh: `小程序：AppID ${appId}（沙箱不核对）`,
    en: `mini program: AppID ${appId} (not checked by the sandbox)`,
  })
}

function checkAppId({ config, tools }: Settings, root: string): Diagnostic[] {
  if (config === undefined || tools === undefined) return []
  const miniProgramAppId = tools.miniProgramAppId ?? manifestAppId(root)
  if (config.mode === 'sandbox') return [describeSandbox(miniProgramAppId)]
  const served = config.apps.map(({ appId }) => appId)
  if (miniProgramAppId !== undefined && served.includes(miniProgramAppId))
    return [ok(APP_ID, { zh: '小程序与服务端的 AppID 相同', en: 'mini program and server have the same AppID' })]
  return [
    failed(
      APP_ID,
      {
        zh: `小程序的 AppID ${miniProgramAppId ?? ''} 与服务端的 ${served.join('、')} 不同：微信会拒绝每个 code（40013）`,
        en: `the mini program's AppID ${miniProgramAppId ?? ''} differs from the server's ${served.join(', ')}: WeChat will refuse every code (40013)`,
      },
      {
        zh: '去掉 MINIPROGRAM_APPID，或改成与 WECHAT_APPID 相同',
        en: 'remove MINIPROGRAM_APPID, or set it to the value of WECHAT_APPID',
      },
    ),
  ]
}

function checkBuild({ config }: Settings, root: string): Diagnostic[] {
  const appId = builtAppId(root)
  if (config === undefined || config.mode === 'sandbox' || appId === undefined) return []
  if (config.apps.some((app) => app.appId === appId)) return []
  return [
    warning(
      'miniprogram.build',
      { zh: `已构建的小程序属于 ${appId}`, en: `the built mini program belongs to ${appId}` },
      { zh: '重新运行 pnpm build', en: 'run pnpm build again' },
    ),
  ]
}

/** Checks the mini program's AppID and its last build. */
export function checkMiniProgram(settings: Settings, { root }: Environment): Diagnostic[] {
  return [...checkAppId(settings, root), ...checkBuild(settings, root)]
}
