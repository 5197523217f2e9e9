import type { EnvVersion, LaunchOptions, SystemInfo, Theme } from '../host/options'
import type { ReportError, WxFunctions } from '../host/callback-api'
import { createListenerList } from '../host/listener-list'

export interface SystemOptions {
  appId: string
  envVersion: EnvVersion
  info: SystemInfo
  launched: () => LaunchOptions
  /** `darkmode` of app.json. */
  followsTheme: boolean
  reportError: ReportError
}

export interface WxSystem {
  theme: () => Theme
  /** Tells the mini program, and returns whether it was told. */
  setTheme: (theme: Theme) => boolean
  functions: WxFunctions
}

/**
 * The system's theme reaches a mini program only when it says that it has a dark one.
 *
 * @see https://developers.weixin.qq.com/miniprogram/dev/framework/ability/darkmode.html
 */
export function createWxSystem(options: SystemOptions): WxSystem {
  const { info, reportError, followsTheme } = options
  const listeners = createListenerList(reportError)
  let { theme } = info
  const systemInfo = (): object => ({ ...info, theme: followsTheme ? theme : undefined })

  function setTheme(next: Theme): boolean {
    const isNews = followsTheme && next !== theme
    theme = next
    if (isNews) listeners.call({ theme })
    return isNews
  }

  const functions = {
    getSystemInfoSync: systemInfo,
    getWindowInfo: systemInfo,
    getDeviceInfo: systemInfo,
    getAppBaseInfo: systemInfo,
    getMenuButtonBoundingClientRect: () => capsule(info),
    onThemeChange: listeners.add,
    offThemeChange: listeners.remove,
    getLaunchOptionsSync: options.launched,
    getAccountInfoSync: () => ({ miniProgram: accountInfo(options) }),
  }
  return { theme: () => theme, setTheme, functions }
}

function accountInfo({ appId, envVersion }: SystemOptions): object {
  return { appId, envVersion, version: envVersion === 'release' ? '1.0.0' : '' }
}

const CAPSULE = { width: 87, height: 32, right: 7, top: 4 }

function capsule({ windowWidth, statusBarHeight }: SystemInfo): object {
  const { width, height } = CAPSULE
  const right = windowWidth - CAPSULE.right
  const top = statusBarHeight + CAPSULE.top
  return { width, height, top, right, bottom: top + height, left: right - width }
}
