import type { Context } from 'hono'
import { readConsoleFile } from '../console-files'

/** Nothing from elsewhere, nothing inline, in nobody's frame. */
const HEADERS = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'cache-control': 'no-store',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
}

export async function serveConsoleFile(c: Context, name: string): Promise<Response> {
  const file = await readConsoleFile(name)
  if (file === undefined) return c.notFound()
  return c.body(file.body, 200, { ...HEADERS, 'content-type': file.mediaType })
}
