import type { WxFunctions } from '../host/callback-api'

type Method = (...args: unknown[]) => unknown

/** A component or page of the mini program. */
type Instance = Record<string, unknown>

/**
 * Questions about what is drawn. In Node nothing has a size: everything measures 0 there.
 *
 * @see https://developers.weixin.qq.com/miniprogram/dev/api/wxml/wx.createSelectorQuery.html
 */
export function createWxQuery(currentPage: () => Instance | undefined): WxFunctions {
  const callOn = (instance: Instance | undefined, method: string, ...args: unknown[]): unknown =>
    (instance?.[method] as Method | undefined)?.apply(instance, args)
  return {
    createSelectorQuery: () => callOn(currentPage(), 'createSelectorQuery'),
    createIntersectionObserver: (owner: Instance, options?: object) =>
      callOn(owner, 'createIntersectionObserver', options),
  }
}
