/** Returns the API's address without a trailing slash; undefined in a mini program that was built without one. */
export function readApiBaseUrl(): string | undefined {
  // #ifdef H5
  // page and API share an origin; in development through Vite's proxy
  return ''
  // #endif
  // #ifdef MP-WEIXIN
  const own = {
    release: '',
    trial: import.meta.env.VITE_API_BASE_URL_TRIAL,
    develop: import.meta.env.VITE_API_BASE_URL_DEVELOP,
  }[readEnvVersion()]
  return (own || import.meta.env.VITE_API_BASE_URL)?.replace(/\/+$/, '') || undefined
  // #endif
}

// #ifdef MP-WEIXIN
/** @see https://developers.weixin.qq.com/miniprogram/dev/api/open-api/account-info/wx.getAccountInfoSync.html */
function readEnvVersion(): 'develop' | 'trial' | 'release' {
  try {
    return uni.getAccountInfoSync().miniProgram.envVersion
  } catch {
    return 'release'
  }
}
// #endif
