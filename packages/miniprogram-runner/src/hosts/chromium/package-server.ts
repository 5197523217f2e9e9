import { statSync } from 'node:fs'
import { join, normalize } from 'node:path'
import type { Page, Route } from 'playwright-core'

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
