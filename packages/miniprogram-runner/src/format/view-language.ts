/** @see https://developers.weixin.qq.com/miniprogram/dev/component/ */
export const BUILT_IN_COMPONENTS: ReadonlySet<string> = words(`
  ad audio button camera canvas channel-live channel-video checkbox checkbox-group cover-image cover-view
  editor form functional-page-navigator icon image input keyboard-accessory label live-player live-pusher map
  match-media movable-area movable-view navigation-bar navigator official-account open-data page-container
  page-meta picker picker-view picker-view-column progress radio radio-group rich-text root-portal scroll-view
  share-element slider swiper swiper-item switch text textarea video view voip-room web-view
`)

/** Tags of the template language itself, without a component. */
export const TEMPLATE_TAGS: ReadonlySet<string> = words('block import include slot template wxs')

function words(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/))
}

const DESIGN_WIDTH = 750
// keeps 1 / 750 * 750 and similar products from falling below the whole number
const EPSILON = 1e-4

/** Rounds down to whole pixels, but to at least one unless the length is zero, as WeChat's own style runtime does. */
function toPixels(rpx: number, width: number): number {
  if (rpx === 0) return 0
  const pixels = Math.floor((Math.abs(rpx) / DESIGN_WIDTH) * width + EPSILON)
  return Math.sign(rpx) * Math.max(pixels, 1)
}

function convertRpx(css: string, width: number): string {
  return css.replace(/(-?\d*\.?\d+)rpx\b/gi, (_, rpx: string) => `${toPixels(Number(rpx), width)}px`)
}

/** Variable with a hundredth of a page's height. The drawn phone sets it, because its bar is in the same document. */
export const PAGE_HEIGHT_UNIT = '--wx-vh'

function convertVh(css: string): string {
  return css.replace(/(-?\d*\.?\d+)vh\b/gi, (_, vh: string) => `calc(${vh} * var(${PAGE_HEIGHT_UNIT}, 1vh))`)
}

/** Converts the lengths that mean something else on a phone than in a browser. */
export function convertUnits(css: string, width: number): string {
  return convertVh(convertRpx(css, width))
}
