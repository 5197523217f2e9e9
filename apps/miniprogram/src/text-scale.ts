/** WeChat’s own text size, as a factor for the style sheet: a mini program that does not ask for it stays small. */
export function useTextScale(): Record<string, string> {
  const size = Number(readSettings().fontSizeSetting) || NORMAL_SIZE
  const scale = Math.min(LARGEST, Math.max(1, size / NORMAL_SIZE))
  return { '--text-scale': String(Math.round(scale * 100) / 100) }
}

/** The second of WeChat's sizes on iOS, where Android's is 16. */
const NORMAL_SIZE = 17
/** Beyond it a button's words leave a narrow screen. */
const LARGEST = 1.4

/** @see https://developers.weixin.qq.com/miniprogram/dev/api/base/system/wx.getAppBaseInfo.html */
function readSettings(): Record<string, unknown> {
  // #ifdef MP-WEIXIN
  try {
    // the published typings do not have it
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
