import type { Config } from '@uni-phone/config'
import {
  type AnswerStore,
  createMemoryAnswerStore,
  createRedisAnswerStore,
  type MemoryAnswerStore,
} from '../idempotency'
import type { Log } from '../observability'
import { createRateLimit, type RateLimit, type RateLimitOptions } from '../rate-limit'

/** What instances have to agree on. */
export interface SharedState {
  readonly answers: AnswerStore
  readonly rateLimit: RateLimit
  readonly refusalLimit: RateLimit
  /** Whether Redis answers. Absent: there is none. */
  readonly redisIsReady?: () => boolean
  readonly disconnect: () => void
}

function createLimits(config: Config, shared?: RateLimitOptions['shared']) {
  return {
    rateLimit: createRateLimit({ perMinute: config.rateLimitPerMinute, shared }),
    refusalLimit: createRateLimit({ perMinute: config.refusalsPerMinute, name: 'refusals', shared }),
  }
}

type RedisSettings = Config & { redisUrl: string }

/** Who runs without Redis does not wait for its client to load. */
async function openInRedis(config: RedisSettings, memory: MemoryAnswerStore, log: Log): Promise<SharedState> {
  const { redisUrl, appId, appSecret } = config
  const { connectRedis, createSealer } = await import('../redis')
  const { redis, isReady, close } = connectRedis(redisUrl, log)
  const sealer = createSealer({ appId, appSecret })
  return {
    answers: createRedisAnswerStore({ redis, sealer, memory }),
    ...createLimits(config, { redis, sealer }),
    redisIsReady: isReady,
    disconnect: close,
  }
}

/** Opens what instances share: in Redis where there is one, else in this process alone. */
export async function openSharedState(config: Config, log: Log): Promise<SharedState> {
  const { redisUrl } = config
  const memory = createMemoryAnswerStore({ now: Date.now })
  if (redisUrl !== undefined) return openInRedis({ ...config, redisUrl }, memory, log)
  return { answers: memory, ...createLimits(config), disconnect: () => undefined }
}
