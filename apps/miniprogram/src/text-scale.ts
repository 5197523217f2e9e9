/** Returns WeChat's text size as a factor for the style sheet. A mini program has to read it: WeChat does not scale text itself. */
export function useTextScale(): Record<string, string> {
  const size = Number(readSettings().fontSizeSetting) || NORMAL_SIZE
  const scale = Math.min(LARGEST, Math.max(1, size / NORMAL_SIZE))
  return { '--text-scale': String(Math.round(scale * 100) / 100) }
}

/** WeChat's second size on iOS; on Android it is 16. */
const NORMAL_SIZE = 17
/** Beyond this a button's label does not fit a narrow screen. */
const LARGEST = 1.4

/** @see https://developers.weixin.qq.com/miniprogram/dev/api/base/system/wx.getAppBaseInfo.html */
function readSettings(): Record<string, unknown> {
  // #ifdef MP-WEIXIN
  try {
    // a copy, because the published typings lack the setting
    return { ...uni.getAppBaseInfo() }
  } catch {
    return {}
  }
  // #endif
  // #ifdef H5
  // a browser scales its text itself
  return {}
  // #endif
}
