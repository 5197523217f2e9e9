import { randomUUID } from 'node:crypto'
import { Redis } from 'ioredis'
import { type Finding, ok, skipped, warning } from './finding'
import { describeRedisError } from './redis-error'
import { NOT_CONFIGURED, type Settings, type Surroundings } from './surroundings'

const CHECK = 'redis'
const KEY_LIFETIME_MS = 10_000
const ROUNDS = 5
/** Each exchange makes a handful of calls, one after the other. */
const SLOW_MS = 20

/** Writes what the server would write, and leaves nothing behind. */
async function measureMs(redis: Redis): Promise<number> {
  const key = `uni-phone:diagnose:${randomUUID()}`
  const times: number[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    const startedAt = performance.now()
    await redis.set(key, '', 'PX', KEY_LIFETIME_MS)
    times.push(performance.now() - startedAt)
  }
  await redis.del(key)
  return times.sort((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? 0
}

function describeSpeed(ms: number): Finding {
  const rounded = Math.round(ms * 10) / 10
  if (ms < SLOW_MS)
    return ok(CHECK, { zh: `Redis 可用，每次 ${rounded} 毫秒`, en: `Redis is there: ${rounded} ms a call` })
  const found = { zh: `Redis 很慢：每次 ${rounded} 毫秒`, en: `Redis is slow: ${rounded} ms a call` }
  return warning(CHECK, found, {
    zh: '把 Redis 放在与服务端同一机房',
    en: 'keep Redis in the same data centre as the server',
  })
}

/** The first thing that goes wrong, where ioredis itself would only say that it gave up. */
function firstError(redis: Redis, patienceMs: number): Promise<never> {
  return new Promise((_, reject) => {
    redis.on('error', reject)
    AbortSignal.timeout(patienceMs).addEventListener('abort', () => {
      reject(Object.assign(new Error('Redis does not answer'), { code: 'ETIMEDOUT' }))
    })
  })
}

async function ask(url: string, patienceMs: number): Promise<Finding> {
  const redis = new Redis(url, {
    lazyConnect: true,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
    disconnectTimeout: 200,
  })
  const error = firstError(redis, patienceMs)
  const work = redis.connect().then(() => measureMs(redis))
  try {
    return describeSpeed(await Promise.race([error, work]))
  } catch (cause) {
    return describeRedisError(cause)
  } finally {
    redis.disconnect()
    await Promise.allSettled([work])
  }
}

/** Redis as the server would use it. */
export async function checkRedis({ config }: Settings, { patienceMs }: Surroundings): Promise<Finding[]> {
  if (config === undefined)
    return [skipped(CHECK, { zh: `Redis：${NOT_CONFIGURED.zh}`, en: `Redis: ${NOT_CONFIGURED.en}` })]
  if (config.redisUrl === undefined)
    return [
      skipped(CHECK, {
        zh: 'Redis：未设置，答复保存在内存（单实例足够）',
        en: 'Redis: not set, answers are kept in memory (enough for one instance)',
      }),
    ]
  return [await ask(config.redisUrl, patienceMs)]
}
