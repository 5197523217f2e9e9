import type { Context } from 'hono'
import { ApiError } from '../errors'
import type { LimitName, Metrics } from '../observability'
import type { ClientAddress, RateLimit, RateLimitState } from '../rate-limit'
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

  function refuse({ resetSeconds }: RateLimitState, limit: LimitName, detail: string): never {
    metrics.limited(limit)
    throw new ApiError('rate_limited', detail, { retryAfterSeconds: resetSeconds })
  }

  async function countRequest(c: Context<AppEnv>, address: string): Promise<void> {
    if (requests === undefined) return
    const state = await requests.take(address)
    const { limit, remaining, resetSeconds } = state
    c.set('rateLimit', { limit, remaining, resetSeconds })
    if (!state.allowed) refuse(state, 'address', `More than ${limit} requests in a minute from one address.`)
  }

  return {
    async admit(c) {
      const address = clientAddress(c.env?.incoming)
      await countRequest(c, address)
      const state = await refusals?.peek(address)
      if (state === undefined || state.allowed) return
      const detail = `${state.limit} codes or tokens of one address were refused within a minute. Wait, then tap again.`
      refuse(state, 'refusals', detail)
    },
    async countRefusal(c) {
      await refusals?.take(clientAddress(c.env?.incoming))
    },
  }
}
