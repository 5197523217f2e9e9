import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { PAGE_HEIGHT_UNIT } from '../../format/index'

const BASE = `
  html, body { margin: 0; padding: 0; font: 16px/1.4 -apple-system, "Helvetica Neue", Helvetica, Arial, "PingFang SC", "WenQuanYi Zen Hei", sans-serif }
  page { display: block; width: 100%; min-height: calc(100 * var(${PAGE_HEIGHT_UNIT}, 1vh)); box-sizing: border-box }
  wx-view, wx-form, wx-navigator, wx-scroll-view { display: block }
  wx-text { display: inline; white-space: pre-line }
  wx-image { display: inline-block; width: 320px; height: 240px; overflow: hidden }
  [hidden] { display: none !important }
`

/** Returns the style sheets of uni-app's H5 components, which look like WeChat's, for the tag names used here. */
export function readBuiltInStyles(): string {
  const folder = join(dirname(createRequire(import.meta.url).resolve('@dcloudio/uni-components/package.json')), 'style')
  const sheets = readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8'))
  return inWeChatColours(sheets.join('\n').replace(/\buni-/g, 'wx-')) + BASE
}

function inWeChatColours(css: string): string {
  return css.replace(/#007aff/gi, '#07c160').replace(/rgba\(0, 122, 255/g, 'rgba(7, 193, 96')
}
