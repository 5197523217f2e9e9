import type { Context, MiddlewareHandler } from 'hono'
import { createMiddleware } from 'hono/factory'
import { HTTPException } from 'hono/http-exception'
import { invalid } from '../core/index'

const LOOPBACK_HOSTS = ['localhost', '127.0.0.1', '[::1]']
const MAX_BODY_BYTES = 1024 * 1024

export type HostList = ReturnType<typeof createHostList>

/** Names under which the control API may be called. */
export function createHostList() {
  const hosts = new Set(LOOPBACK_HOSTS)
  return {
    allow: (host: string) => {
      hosts.add((host.includes(':') ? `[${host}]` : host).toLowerCase())
    },
    has: (header: string) => hosts.has(header.replace(/:\d+$/, '').toLowerCase()),
  }
}

/** Defends against DNS rebinding: a web page can point its own name at this address, but that name is then in `Host`. */
export function requireKnownHost(hosts: HostList): MiddlewareHandler {
  return createMiddleware(async (c, next) => {
    const host = c.req.header('host')
    if (host === undefined || hosts.has(host)) return next()
    return c.json(
      { error: 'unknown Host: call the emulator as localhost, 127.0.0.1, its --host or an --allow-host' },
      403,
    )
  })
}

/** Defends against web pages: they can send a form or plain text without a preflight, but not JSON. */
export const requireJson = createMiddleware(async (c, next) => {
  if (!['POST', 'PUT'].includes(c.req.method) || /^application\/json *(;|$)/i.test(c.req.header('content-type') ?? ''))
    return next()
  return c.json({ error: "send JSON with the header content-type: application/json (curl --json '{}' does)" }, 415)
})

/** Hono's own limit wraps the adapter's request in a Request, which the global Request rejects if the body is chunked. */
async function readText(c: Context, maxBytes: number): Promise<string> {
  const chunks: Uint8Array[] = []
  let length = 0
  const body: ReadableStream<Uint8Array> | null = c.req.raw.body
  for await (const chunk of body ?? []) {
    length += chunk.byteLength
    if (length > maxBytes) throw new HTTPException(413, { message: `send at most ${maxBytes} bytes` })
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString()
}

/** Reads the body as JSON; an empty body means {}. */
export async function readJson(c: Context, maxBytes = MAX_BODY_BYTES): Promise<unknown> {
  const text = await readText(c, maxBytes)
  if (text.trim() === '') return {}
  try {
    return JSON.parse(text)
  } catch {
    throw invalid('the body is not JSON: send an object, for example {}')
  }
}
