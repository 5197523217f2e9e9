import type { IncomingMessage } from 'node:http'
import { createMiddleware } from 'hono/factory'
import { ApiError } from './api-error'
import type { AppEnv } from './app-env'
import type { RateLimit } from './rate-limit'

export interface RateLimitGuardOptions {
  readonly rateLimit: RateLimit
  readonly clientAddress: (incoming?: IncomingMessage) => string
}

/**
 * Refuses an address that asks too often, and tells every other what it has left.
 * @see https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/03/
 */
export function createRateLimitGuard({ rateLimit, clientAddress }: RateLimitGuardOptions) {
  return createMiddleware<AppEnv>(async (c, next) => {
    const { allowed, limit, remaining, resetSeconds } = await rateLimit.take(clientAddress(c.env?.incoming))
    c.set('rateLimit', { limit, remaining, resetSeconds })
    if (!allowed)
      throw new ApiError('rate_limited', `More than ${limit} requests in a minute from one address.`, {
        retryAfterSeconds: resetSeconds,
      })
    await next()
  })
}

/** The headers of the guard, on answers and errors alike. */
export const addRateLimitHeaders = createMiddleware<AppEnv>(async (c, next) => {
  await next()
  const state = c.get('rateLimit')
  if (state === undefined) return
  c.header('RateLimit-Limit', String(state.limit))
  c.header('RateLimit-Remaining', String(state.remaining))
  c.header('RateLimit-Reset', String(state.resetSeconds))
})
