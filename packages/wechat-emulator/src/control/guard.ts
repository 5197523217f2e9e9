import type { MiddlewareHandler } from 'hono'
import { createMiddleware } from 'hono/factory'

const LOOPBACK_HOSTS = ['localhost', '127.0.0.1', '[::1]']

export interface HostList {
  allow: (host: string) => void
  has: (header: string) => boolean
}

export function createHostList(): HostList {
  const hosts = new Set(LOOPBACK_HOSTS)
  return {
    allow: (host) => {
      hosts.add((host.includes(':') ? `[${host}]` : host).toLowerCase())
    },
    has: (header) => hosts.has(header.replace(/:\d+$/, '').toLowerCase()),
  }
}

/** A page elsewhere can make a browser call its own name with our address (DNS rebinding); the name then shows in Host. */
export function requireKnownHost(hosts: HostList): MiddlewareHandler {
  return createMiddleware(async (c, next) => {
    const host = c.req.header('host')
    if (host === undefined || hosts.has(host)) return next()
    return c.json(
      { error: 'this Host is not the emulator: call it as localhost, 127.0.0.1 or the --host it was given' },
      403,
    )
  })
}

/** A page elsewhere can send a form or plain text without asking, but not JSON: that needs a permission we never give. */
export const requireJson = createMiddleware(async (c, next) => {
  if (c.req.method !== 'POST' || /^application\/json *(;|$)/i.test(c.req.header('content-type') ?? '')) return next()
  return c.json({ error: "send JSON with the header content-type: application/json (curl --json '{}' does)" }, 415)
})
