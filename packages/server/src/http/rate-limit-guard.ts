import type { IncomingMessage } from 'node:http'
import type { Context } from 'hono'
import { ApiError } from '../errors'
import type { Metrics } from '../observability'
import type { RateLimit } from '../rate-limit'
import type { AppEnv } from './app-env'

export interface RateLimitGuardOptions {
  readonly rateLimit: RateLimit
  readonly clientAddress: (incoming?: IncomingMessage) => string
  readonly metrics: Metrics
}

/**
 * Refuses an address that asks too often, and tells every other what it has left.
 * @see https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/03/
 */
export function createRateLimitGuard({ rateLimit, clientAddress, metrics }: RateLimitGuardOptions) {
  return async (c: Context<AppEnv>): Promise<void> => {
    const { allowed, limit, remaining, resetSeconds } = await rateLimit.take(clientAddress(c.env?.incoming))
    c.set('rateLimit', { limit, remaining, resetSeconds })
    if (allowed) return
    metrics.limited('address')
    const detail = `More than ${limit} requests in a minute from one address.`
    throw new ApiError('rate_limited', detail, { retryAfterSeconds: resetSeconds })
  }
}
