import type { Redis } from 'ioredis'
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible'
import type { Sealer } from '../redis'

/** Allowance of an address within the current minute. */
export interface RateLimitState {
  readonly allowed: boolean
  readonly limit: number
  readonly remaining: number
  readonly resetSeconds: number
}

/** Counter by address and minute. */
export interface RateLimit {
  /** Counts one, and refuses it where the limit is reached. */
  readonly take: (address: string) => Promise<RateLimitState>
  /** Tells when an address may go on, if this instance saw it use up its allowance. Asks no Redis. */
  readonly blockedForSeconds: (address: string) => Promise<number | undefined>
}

/** Options of `createRateLimit`. */
export interface RateLimitOptions {
  readonly perMinute: number
  /** Separates counters that share a Redis. @default 'limit' */
  readonly name?: string | undefined
  /** Shares the count with other instances; while Redis is away each counts alone. */
  readonly shared?: { readonly redis: Redis; readonly sealer: Sealer } | undefined
}

const WINDOW_SECONDS = 60

function toState(result: RateLimiterRes, limit: number, allowed: boolean): RateLimitState {
  const resetSeconds = Math.max(1, Math.ceil(result.msBeforeNext / 1000))
  return { allowed, limit, remaining: Math.max(0, result.remainingPoints), resetSeconds }
}

function createLimiter({ perMinute, name = 'limit', shared }: RateLimitOptions): RateLimiterMemory | RateLimiterRedis {
  const window = { points: perMinute, duration: WINDOW_SECONDS, keyPrefix: `uni-phone:${name}` }
  const memory = new RateLimiterMemory(window)
  if (shared === undefined) return memory
  return new RateLimiterRedis({
    ...window,
    storeClient: shared.redis,
    insuranceLimiter: memory,
    rejectIfRedisNotReady: true,
  })
}

/** Creates a counter by address and minute; Redis sees a keyed hash in place of the address. */
export function createRateLimit(options: RateLimitOptions): RateLimit {
  const limiter = createLimiter(options)
  const { perMinute, shared } = options
  const blocked = new RateLimiterMemory({ points: 0, duration: WINDOW_SECONDS })
  const keyOf = (address: string): string => shared?.sealer.name('address', address) ?? address

  async function consume(address: string): Promise<RateLimitState> {
    try {
      return toState(await limiter.consume(keyOf(address)), perMinute, true)
    } catch (result) {
      if (result instanceof RateLimiterRes) return toState(result, perMinute, false)
      throw result
    }
  }

  return {
    async take(address) {
      const state = await consume(address)
      if (state.remaining === 0) await blocked.block(address, state.resetSeconds)
      return state
    },
    async blockedForSeconds(address) {
      const block = await blocked.get(address)
      return block === null ? undefined : Math.max(1, Math.ceil(block.msBeforeNext / 1000))
    },
  }
}
