import type { Context } from 'hono'
import { readAsset } from '../assets'

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
  json: 'application/json',
}

/** Allows nothing from other origins, nothing inline, and no framing. */
const HEADERS = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'cache-control': 'no-store',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
}

/** Serves one file of the console, or a schema, by its name. */
export function serveFile(c: Context, folder: 'console' | 'schemas', name: string): Response | Promise<Response> {
  const [, extension = ''] = /^[a-z\d-]+(?:\.schema)?\.([a-z]+)$/.exec(name) ?? []
  const mediaType = MEDIA_TYPES[extension]
  if (mediaType === undefined) return c.notFound()
  try {
    return c.body(readAsset(`${folder}/${name}`), 200, { ...HEADERS, 'content-type': mediaType })
  } catch {
    return c.notFound()
  }
}
