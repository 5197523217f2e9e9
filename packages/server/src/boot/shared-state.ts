import type { Config } from '@uni-phone/config'
import {
  type AnswerStore,
  createMemoryAnswerStore,
  createRedisAnswerStore,
  type MemoryAnswerStore,
} from '../idempotency'
import type { Log } from '../observability'
import { createRateLimit, type RateLimit } from '../rate-limit'

/** What instances have to agree on. */
export interface SharedState {
  readonly answers: AnswerStore
  readonly rateLimit: RateLimit
  /** Whether Redis answers. Absent: there is none. */
  readonly redisIsReady?: () => boolean
  readonly disconnect: () => void
}

type RedisSettings = Config & { redisUrl: string }

/** Who runs without Redis does not wait for its client to load. */
async function openInRedis(config: RedisSettings, memory: MemoryAnswerStore, log: Log): Promise<SharedState> {
  const { redisUrl, appId, appSecret, rateLimitPerMinute: perMinute } = config
  const { connectRedis, createSealer } = await import('../redis')
  const { redis, isReady, close } = connectRedis(redisUrl, log)
  const sealer = createSealer({ appId, appSecret })
  return {
    answers: createRedisAnswerStore({ redis, sealer, memory }),
    rateLimit: createRateLimit({ perMinute, shared: { redis, sealer } }),
    redisIsReady: isReady,
    disconnect: close,
  }
}

/** Opens what instances share: in Redis where there is one, else in this process alone. */
export async function openSharedState(config: Config, log: Log): Promise<SharedState> {
  const { redisUrl, rateLimitPerMinute: perMinute } = config
  const memory = createMemoryAnswerStore({ now: Date.now })
  if (redisUrl !== undefined) return openInRedis({ ...config, redisUrl }, memory, log)
  return { answers: memory, rateLimit: createRateLimit({ perMinute }), disconnect: () => undefined }
}
