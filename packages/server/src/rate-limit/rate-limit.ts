import type { Redis } from 'ioredis'
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible'
import type { Sealer } from '../redis'

/** What is left for an address. */
export interface RateLimitState {
  readonly allowed: boolean
  readonly limit: number
  readonly remaining: number
  readonly resetSeconds: number
}

export interface RateLimit {
  /** Counts a request of an address. */
  take: (address: string) => Promise<RateLimitState>
}

export interface RateLimitOptions {
  readonly perMinute: number
  /** Shares the count with other instances; while Redis is away each counts alone. */
  readonly shared?: { readonly redis: Redis; readonly sealer: Sealer } | undefined
}

const WINDOW_SECONDS = 60

function toState(result: RateLimiterRes, limit: number, allowed: boolean): RateLimitState {
  const resetSeconds = Math.max(1, Math.ceil(result.msBeforeNext / 1000))
  return { allowed, limit, remaining: Math.max(0, result.remainingPoints), resetSeconds }
}

function createLimiter({ perMinute, shared }: RateLimitOptions): RateLimiterMemory | RateLimiterRedis {
  const window = { points: perMinute, duration: WINDOW_SECONDS, keyPrefix: 'uni-phone:limit' }
  const memory = new RateLimiterMemory(window)
  if (shared === undefined) return memory
  return new RateLimiterRedis({
    ...window,
    storeClient: shared.redis,
    insuranceLimiter: memory,
    rejectIfRedisNotReady: true,
  })
}

/** Counts requests by address and minute; in Redis an address is a name that tells nothing. */
export function createRateLimit(options: RateLimitOptions): RateLimit {
  const limiter = createLimiter(options)
  const { perMinute, shared } = options
  return {
    async take(address) {
      const name = shared?.sealer.name('address', address) ?? address
      try {
        return toState(await limiter.consume(name), perMinute, true)
      } catch (result) {
        if (result instanceof RateLimiterRes) return toState(result, perMinute, false)
        throw result
      }
    },
  }
}
