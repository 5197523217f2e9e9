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
