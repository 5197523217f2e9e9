import { isIP } from 'node:net'
import { hostname } from 'node:os'
import { createMiddleware } from 'hono/factory'
import { ApiError } from '../errors'
import type { AppEnv } from './app-env'

function ownNames(): Set<string> {
  const name = hostname().toLowerCase()
  return new Set(['localhost', name, `${name}.local`])
}

/** Reads the name of a `Host` header, without its port. */
function readName(host: string): string {
  return host
    .toLowerCase()
    .replace(/:\d+$/, '')
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
}

/**
 * Lets the sandbox answer only to this computer's names and to IP addresses, which is how phones on the same network
 * reach it. A foreign name that resolves here (DNS rebinding) would give any web page a session.
 */
export const sandboxHostGuard = createMiddleware<AppEnv>(async (c, next) => {
  const name = readName(c.req.header('host') ?? '')
  if (isIP(name) === 0 && !name.endsWith('.localhost') && !ownNames().has(name)) {
    throw new ApiError('invalid_request', 'The sandbox does not answer to this Host: use localhost or an IP address.')
  }
  await next()
})
