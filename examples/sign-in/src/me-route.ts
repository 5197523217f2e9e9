import type { Log } from '@uni-phone/server'
import { type Context, Hono } from 'hono'
import { codeOf } from './database'
import { findSignedIn } from './session'
import type { SignInOptions } from './sign-in'

export interface MeRouteOptions extends SignInOptions {
  readonly log: Log
}

const TOKEN = /^Bearer ([\w-]{43})$/i

function refuse(c: Context, status: 401 | 503, code: string, title: string): Response {
  const problem = { type: 'about:blank', title, status, code, retryable: status === 503 }
  return c.json(problem, status, { 'content-type': 'application/problem+json' })
}

/** `GET /api/v1/me`: who a session token stands for. The page needs no more of the number than its last digits. */
export function createMeRoute({ database, log, now = Date.now }: MeRouteOptions) {
  const route = new Hono()
  route.get('/api/v1/me', async (c) => {
    c.header('cache-control', 'no-store')
    const token = TOKEN.exec(c.req.header('authorization') ?? '')?.[1]
    const account = token && (await findSignedIn(database, token, new Date(now()).toISOString()))
    if (account) return c.json({ id: account.id, countryCode: account.countryCode, endsIn: account.number.slice(-4) })
    c.header('www-authenticate', 'Bearer')
    return refuse(c, 401, 'signed_out', 'Sign in again.')
  })
  route.onError((error, c) => {
    log.error({ error: error.name, code: codeOf(error) }, 'GET /api/v1/me')
    return refuse(c, 503, 'database_unavailable', 'Try again.')
  })
  return route
}
