import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, normalize } from 'node:path'
import type { Page, Route } from 'playwright-core'
import { PAGE_HEIGHT_UNIT } from '../../format/index'

/** Origin of the mini program's own pictures. The name is reserved and never resolves. */
export const PACKAGE_ORIGIN = 'http://miniprogram.test'

const DOCUMENT = `<!doctype html>
<html>
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover"></head>
<body></body>
</html>`

/**
 * Answers the page's requests for its own files, and returns the list of all others. Node fetches those: a phone has no
 * CORS, and a browser refuses a picture from an address in the local network.
 */
export async function servePackage(page: Page, folder: string): Promise<string[]> {
  const foreignRequests: string[] = []
  await page.route(/^https?:/, (route) => {
    const url = route.request().url()
    if (url.startsWith(`${PACKAGE_ORIGIN}/`)) return answer(route, folder)
    foreignRequests.push(url)
    return passOn(route)
  })
  return foreignRequests
}

async function passOn(route: Route): Promise<void> {
  try {
    await route.fulfill({ response: await route.fetch() })
  } catch {
    await route.abort().catch(() => undefined)
  }
}

function answer(route: Route, folder: string): Promise<void> {
  const { pathname } = new URL(route.request().url())
  if (pathname === '/') return route.fulfill({ contentType: 'text/html', body: DOCUMENT })
  const path = join(folder, normalize(decodeURIComponent(pathname)))
  return isFile(path) ? route.fulfill({ path }) : route.fulfill({ status: 404 })
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true
}

const BASE = `
  html, body { margin: 0; padding: 0; font: 16px/1.4 -apple-system, "Helvetica Neue", Helvetica, Arial, "PingFang SC", "WenQuanYi Zen Hei", sans-serif }
  page { display: block; width: 100%; min-height: calc(100 * var(${PAGE_HEIGHT_UNIT}, 1vh)); box-sizing: border-box }
  wx-view, wx-form, wx-navigator, wx-scroll-view { display: block }
  wx-text { display: inline; white-space: pre-line }
  wx-image { display: inline-block; width: 320px; height: 240px; overflow: hidden }
  [hidden] { display: none !important }
`

/**
 * Returns the style sheets of uni-app's H5 components, which look like WeChat's, for the tag names used here. The
 * published package carries them.
 */
export function readBuiltInStyles(): string {
  const built = new URL('./built-in-styles.css', import.meta.url)
  if (existsSync(built)) return readFileSync(built, 'utf8')
  const folder = join(dirname(createRequire(import.meta.url).resolve('@dcloudio/uni-components/package.json')), 'style')
  const sheets = readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8'))
  return inWeChatColours(sheets.join('\n').replace(/\buni-/g, 'wx-')) + BASE
}

function inWeChatColours(css: string): string {
  return css.replace(/#007aff/gi, '#07c160').replace(/rgba\(0, 122, 255/g, 'rgba(7, 193, 96')
}
