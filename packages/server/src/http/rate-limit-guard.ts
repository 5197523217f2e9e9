import type { Context } from 'hono'
import { ApiError } from '../errors'
import type { LimitName, Metrics } from '../observability'
import type { ClientAddress, RateLimit } from '../rate-limit'
import type { AppEnv } from './app-env'

/** Options of `createRateLimitGuard`. */
export interface RateLimitGuardOptions {
  /** Counts every request. @default no limit */
  readonly requests: RateLimit | undefined
  /** Counts the guesses: requests whose code or token was refused. @default no limit */
  readonly refusals: RateLimit | undefined
  readonly clientAddress: ClientAddress
  readonly metrics: Metrics
}

/** Limits by client address. */
export interface RateLimitGuard {
  /** Counts a request, and rejects with `rate_limited` if its address has no allowance left. */
  readonly admit: (c: Context<AppEnv>) => Promise<void>
  /** Counts a guess against the address that made it. */
  readonly countRefusal: (c: Context<AppEnv>) => Promise<void>
}

/**
 * Creates the limits by address. An address with many refused codes is turned away before they cost WeChat's quota, which
 * everybody shares; the shape of a code decides nothing, because WeChat may change it.
 * @see https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/03/
 */
export function createRateLimitGuard(options: RateLimitGuardOptions): RateLimitGuard {
  const { requests, refusals, clientAddress, metrics } = options

  function refuse(limit: LimitName, retryAfterSeconds: number, detail: string): never {
    metrics.limited(limit)
    throw new ApiError('rate_limited', detail, { retryAfterSeconds })
  }

  async function countRequest(c: Context<AppEnv>, address: string): Promise<void> {
    if (requests === undefined) return
    const state = await requests.take(address)
    const { limit, remaining, resetSeconds } = state
    c.set('rateLimit', { limit, remaining, resetSeconds })
    if (!state.allowed) refuse('address', resetSeconds, `More than ${limit} requests in a minute from one address.`)
  }

  return {
    async admit(c) {
      const address = clientAddress(c.env?.incoming)
      c.set('client', address)
      await countRequest(c, address)
      const seconds = await refusals?.blockedForSeconds(address)
      if (seconds === undefined) return
      refuse('refusals', seconds, 'Too many codes or tokens of this address were refused. Wait, then tap again.')
    },
    async countRefusal(c) {
      await refusals?.take(c.get('client') ?? clientAddress(c.env?.incoming))
    },
  }
}
