/** Where the API is, without a trailing slash; undefined in a mini program that was built without an address. */
export function readApiBaseUrl(): string | undefined {
  // #ifdef H5
  // the page and the API share an origin, in development through Vite's proxy
  return ''
  // #endif
  // #ifdef MP-WEIXIN
  return import.meta.env.VITE_API_BASE_URL?.replace(/\/+$/, '') || undefined
  // #endif
}
