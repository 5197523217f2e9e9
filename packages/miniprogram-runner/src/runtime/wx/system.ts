import type { EnvVersion, SystemInfo, Theme, WxCalls, WxFunctions } from '../host/index'
import type { WxDeps } from './deps'

export interface System {
  readonly theme: () => Theme
  /** Returns whether the mini program is informed. */
  readonly setTheme: (theme: Theme) => boolean
  readonly functions: WxFunctions
}

/**
 * Facts about the phone and the mini program. The theme of the phone reaches a mini program only if it has a dark one.
 *
 * @see https://developers.weixin.qq.com/miniprogram/dev/framework/ability/darkmode.html
 */
export function createSystem({ calls, settings, program, launched }: WxDeps): System {
  const info = createSystemInfo(program.width, settings.systemInfo)
  const followsTheme = program.app.darkmode === true
  const listeners = calls.listeners('onThemeChange')
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
    getLaunchOptionsSync: launched,
    getAccountInfoSync: () => ({ miniProgram: accountInfo(settings.envVersion ?? 'develop', settings.appId) }),
  }
  return { theme: () => theme, setTheme, functions }
}

function accountInfo(envVersion: EnvVersion, appId = 'wx0000000000000000'): object {
  return { appId, envVersion, version: envVersion === 'release' ? '1.0.0' : '' }
}

const CAPSULE = { width: 87, height: 32, right: 7, top: 4 }

function capsule({ windowWidth, statusBarHeight }: SystemInfo): object {
  const { width, height } = CAPSULE
  const right = windowWidth - CAPSULE.right
  const top = statusBarHeight + CAPSULE.top
  return { width, height, top, right, bottom: top + height, left: right - width }
}

const SCREEN_HEIGHT = 812
const STATUS_BAR_HEIGHT = 44
const NAVIGATION_BAR_HEIGHT = 44
const HOME_INDICATOR_HEIGHT = 34

/** A phone with a notch. */
function createSystemInfo(width: number, given: Partial<SystemInfo> = {}): SystemInfo {
  const { screenHeight = SCREEN_HEIGHT, statusBarHeight = STATUS_BAR_HEIGHT } = given
  const bottom = screenHeight - HOME_INDICATOR_HEIGHT
  return {
    brand: 'iPhone',
    model: 'iPhone 12',
    system: 'iOS 16.0',
    platform: 'ios',
    version: '8.0.50',
    SDKVersion: '3.8.12',
    language: 'zh_CN',
    fontSizeSetting: 16,
    theme: 'light',
    pixelRatio: 3,
    screenWidth: width,
    screenHeight,
    windowWidth: width,
    windowHeight: screenHeight - statusBarHeight - NAVIGATION_BAR_HEIGHT,
    statusBarHeight,
    benchmarkLevel: 1,
    safeArea: { left: 0, right: width, top: statusBarHeight, bottom, width, height: bottom - statusBarHeight },
    ...given,
  }
}

/** Storage of the mini program: JSON by key. */
export type Storage = Map<string, string>

/** @see https://developers.weixin.qq.com/miniprogram/dev/framework/ability/storage.html */
export function createStorageFunctions(calls: WxCalls, storage: Storage): WxFunctions {
  const set = (key: unknown, data: unknown): void => {
    storage.set(String(key), JSON.stringify(data))
  }
  return {
    setStorageSync: set,
    getStorageSync: (key: string) => (storage.has(key) ? parse(storage.get(key)) : ''),
    removeStorageSync: (key: unknown) => {
      storage.delete(String(key))
    },
    setStorage: calls.create('setStorage', ({ key, data }) => {
      set(key, data)
    }),
  }
}

export function createStorage(initial: Record<string, unknown> = {}): Storage {
  return new Map(Object.entries(initial).map(([key, value]) => [key, JSON.stringify(value)]))
}

export function readStorage(storage: Storage): Record<string, unknown> {
  return Object.fromEntries([...storage].map(([key, json]) => [key, parse(json)]))
}

function parse(json: string | undefined): unknown {
  return json === undefined ? undefined : JSON.parse(json)
}
