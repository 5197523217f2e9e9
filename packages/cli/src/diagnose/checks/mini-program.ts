import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { findDevToolsCli } from '../devtools/cli-path'
import { failed, type Finding, ok, skipped, warning } from './finding'
import type { Settings, Surroundings } from './surroundings'

const APP_ID = 'miniprogram.appid'
const BUILT = 'apps/miniprogram/dist/build/mp-weixin/project.config.json'
const MANIFEST = 'apps/miniprogram/src/manifest.json'

interface NamesAppId {
  readonly appid?: string
  readonly 'mp-weixin'?: { readonly appid?: string }
}

function readJson(file: string): NamesAppId {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as NamesAppId
  } catch {
    return {}
  }
}

const builtAppId = (root: string): string | undefined => readJson(join(root, BUILT)).appid
const manifestAppId = (root: string): string | undefined => readJson(join(root, MANIFEST))['mp-weixin']?.appid

function describeSandbox(appId: string | undefined): Finding {
  if (appId === undefined || appId === 'touristappid')
    return ok(APP_ID, { zh: '小程序：游客模式（无 AppID）', en: 'mini program: tourist mode (no AppID)' })
  return ok(APP_ID, {
    zh: `小程序：AppID ${appId}（沙箱不核对）`,
    en: `mini program: AppID ${appId} (any will do in the sandbox)`,
  })
}

function checkAppId({ config, tools }: Settings, root: string): Finding[] {
  if (config === undefined || tools === undefined) return []
  const miniProgramAppId = tools.miniProgramAppId ?? manifestAppId(root)
  if (config.mode === 'sandbox') return [describeSandbox(miniProgramAppId)]
  if (miniProgramAppId === config.appId)
    return [ok(APP_ID, { zh: '小程序与服务端的 AppID 相同', en: 'mini program and server have the same AppID' })]
  return [
    failed(
      APP_ID,
      {
        zh: `小程序的 AppID ${miniProgramAppId ?? ''} 与服务端的 ${config.appId} 不同：微信会拒绝每个 code（40013）`,
        en: `the mini program's AppID ${miniProgramAppId ?? ''} is not the server's ${config.appId}: WeChat would refuse every code (40013)`,
      },
      {
        zh: '去掉 MINIPROGRAM_APPID，或改成与 WECHAT_APPID 相同',
        en: 'leave MINIPROGRAM_APPID out, or make it WECHAT_APPID',
      },
    ),
  ]
}

function checkBuild({ config }: Settings, root: string): Finding[] {
  const appId = builtAppId(root)
  if (config === undefined || config.mode === 'sandbox' || appId === undefined || appId === config.appId) return []
  return [
    warning(
      'miniprogram.build',
      { zh: `已构建的小程序属于 ${appId}`, en: `the mini program that was built is of ${appId}` },
      { zh: '重新运行 pnpm build', en: 'run pnpm build again' },
    ),
  ]
}

const DOWNLOAD = {
  zh: '安装：https://developers.weixin.qq.com/miniprogram/dev/devtools/download.html；装在别处则设置 WECHAT_DEVTOOLS_CLI',
  en: 'install it: https://developers.weixin.qq.com/miniprogram/dev/devtools/download.html; set WECHAT_DEVTOOLS_CLI if it is elsewhere',
}

function checkDevTools({ tools }: Settings, { platform }: Surroundings): Finding[] {
  if (tools === undefined) return []
  const cli = findDevToolsCli(tools.devToolsCli, platform)
  if (cli !== undefined) return [ok('devtools', { zh: '微信开发者工具已安装', en: 'WeChat DevTools is installed' })]
  if (tools.devToolsCli === undefined && platform !== 'darwin' && platform !== 'win32')
    return [
      skipped('devtools', {
        zh: '微信开发者工具：只有 macOS 和 Windows 版',
        en: 'WeChat DevTools: it runs on macOS and Windows alone',
      }),
    ]
  return [warning('devtools', { zh: '没有找到微信开发者工具', en: 'WeChat DevTools was not found' }, DOWNLOAD)]
}

/** The mini program, and what opens it. */
export function checkMiniProgram(settings: Settings, surroundings: Surroundings): Finding[] {
  return [
    ...checkAppId(settings, surroundings.root),
    ...checkBuild(settings, surroundings.root),
    ...checkDevTools(settings, surroundings),
  ]
}
