import type { Config } from '@uni-phone/config'
import { type IdempotencyStore, MemoryStore, RedisStore, type StoreUsage } from '../idempotency'
import type { Log, Metrics } from '../observability'
import { MemoryQuotaStore, type QuotaStore, RedisQuotaStore } from '../quota'
import { createRateLimit, type RateLimit, type RateLimitOptions } from '../rate-limit'

/** State that instances share. */
export interface SharedState {
  readonly store: IdempotencyStore
  readonly quotaStore: QuotaStore
  readonly storeUsage: () => StoreUsage
  readonly rateLimit: RateLimit
  readonly refusalLimit: RateLimit
  /** Tells whether Redis is there. @default no Redis is configured */
  readonly redisIsReady?: () => boolean
  readonly disconnect: () => void
}

const MIB = 1024 * 1024
/** A Redis that does not answer must not keep the server from starting. */
const MAX_FIRST_CONTACT_MS = 2_000

function createLimits(config: Config, shared?: RateLimitOptions['shared']) {
  return {
    rateLimit: createRateLimit({ perMinute: config.rateLimitPerMinute, shared }),
    refusalLimit: createRateLimit({ perMinute: config.refusalsPerMinute, name: 'refusals', shared }),
  }
}

function createMemoryStore({ answerMemoryMb }: Config, log: Log): MemoryStore {
  return new MemoryStore({
    maxBytes: answerMemoryMb * MIB,
    onNearlyFull: ({ bytes }) => {
      log.warn(
        { bytes, answerMemoryMb, zh: '保留答复的内存将满；满后新的换号会被拒绝，见 ANSWER_MEMORY_MB' },
        'the memory for kept answers is nearly full: new exchanges will be refused, see ANSWER_MEMORY_MB',
      )
    },
  })
}

async function waitAtMost(ms: number, wanted: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms)
  })
  await Promise.race([wanted, late]).finally(() => {
    clearTimeout(timer)
  })
}

/** The Redis client is loaded only if it is needed. Rejects with a `StartError` if this Redis cannot be used. */
async function openRedis(config: Config, url: string, log: Log, onFailure: Metrics['redisFailed']) {
  const { createSealer, RedisConnection } = await import('../redis')
  const connection = new RedisConnection({ url, log, onFailure })
  await waitAtMost(MAX_FIRST_CONTACT_MS, connection.firstContact)
  return { connection, sealer: createSealer(config.apps[0]) }
}

/** Opens what instances share: in Redis if there is one, else in this process. */
export async function openSharedState(config: Config, log: Log, metrics: () => Metrics): Promise<SharedState> {
  const memory = createMemoryStore(config, log)
  const storeUsage = (): StoreUsage => memory.usage
  if (config.redisUrl === undefined) {
    const quotaStore = new MemoryQuotaStore()
    return { store: memory, storeUsage, quotaStore, ...createLimits(config), disconnect: () => undefined }
  }
  const { connection, sealer } = await openRedis(config, config.redisUrl, log, (failure) => {
    metrics().redisFailed(failure)
  })
  return {
    store: new RedisStore({ connection, sealer, memory }),
    storeUsage,
    quotaStore: new RedisQuotaStore(connection.redis),
    ...createLimits(config, { redis: connection.redis, sealer }),
    redisIsReady: () => connection.isReady(),
    disconnect() {
      connection.close()
    },
  }
}
