import type { SystemInfo } from '../host/options'

const SCREEN_HEIGHT = 812
const STATUS_BAR_HEIGHT = 44
const NAVIGATION_BAR_HEIGHT = 44
const HOME_INDICATOR_HEIGHT = 34

/** A phone with a notch, with WeChat as current as the facts this runner is built on. */
export function createSystemInfo(width: number, given: Partial<SystemInfo> = {}): SystemInfo {
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
