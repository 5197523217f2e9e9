export type Theme = 'light' | 'dark'
export type EnvVersion = 'develop' | 'trial' | 'release'

/**
 * How `Function` and `eval` behave for the mini program's modules. WeChat runs no code from strings; which form that
 * takes on a phone is not documented.
 */
export type FunctionMode = 'normal' | 'throws' | 'noop'

/** @see https://developers.weixin.qq.com/miniprogram/dev/api/base/system/wx.getSystemInfoSync.html */
export interface SystemInfo {
  brand: string
  model: string
  system: string
  platform: string
  version: string
  SDKVersion: string
  language: string
  fontSizeSetting: number
  /** The system's; the mini program learns of it only with `"darkmode": true` in app.json. */
  theme: Theme
  pixelRatio: number
  screenWidth: number
  screenHeight: number
  windowWidth: number
  windowHeight: number
  statusBarHeight: number
  benchmarkLevel: number
  safeArea: Record<'left' | 'right' | 'top' | 'bottom' | 'width' | 'height', number>
}

/** @see https://developers.weixin.qq.com/miniprogram/dev/api/base/app/life-cycle/wx.getLaunchOptionsSync.html */
export interface LaunchOptions {
  path: string
  query: Record<string, string>
  scene: number
  referrerInfo: Record<string, unknown>
}

/** The part of the options that is JSON. */
export interface PhoneSettings {
  /** @default 'wx0000000000000000' */
  appId?: string
  /** @default 'develop' */
  envVersion?: EnvVersion
  /** The origins that `wx.request` may reach, as on WeChat's console; without the list nothing is refused. */
  allowedDomains?: string[]
  /** @default an iPhone 12 in Chinese with a light theme */
  systemInfo?: Partial<SystemInfo>
  launch?: Partial<LaunchOptions>
  /** What lies in the mini program's storage when it starts. */
  storage?: Record<string, unknown>
  /** Delivers the detail of native buttons one level deeper, as Skyline has done. @default false */
  detailNesting?: boolean
  /** @default 'throws' */
  onFunction?: FunctionMode
  /** What `wx.getPrivacySetting` says. @default { needAuthorization: false, privacyContractName: '' } */
  privacySetting?: { needAuthorization: boolean; privacyContractName: string }
}
