import { randomUUID } from 'node:crypto'
import { Redis } from 'ioredis'
import { type Diagnostic, failed, ok, skipped, warning } from '../diagnostic'
import { describeRedisError } from '../advice/redis-error'
import { NOT_CONFIGURED, type Settings, type Environment } from '../environment'

const CHECK = 'redis'
const KEY_LIFETIME_MS = 10_000
const ROUNDS = 5
/** An exchange makes several calls, one after another. */
const SLOW_MS = 20

/** Writes as the server does and removes the key again. */
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

function describeSpeed(ms: number): Diagnostic {
  const rounded = Math.round(ms * 10) / 10
  if (ms < SLOW_MS)
    return ok(CHECK, { zh: `Redis 可用，每次 ${rounded} 毫秒`, en: `Redis works: ${rounded} ms a call` })
  const message = { zh: `Redis 很慢：每次 ${rounded} 毫秒`, en: `Redis is slow: ${rounded} ms a call` }
  return warning(CHECK, message, {
    zh: '把 Redis 放在与服务端同一机房',
    en: 'keep Redis in the same data centre as the server',
  })
}

/** A cluster refuses a write, too, if the key's slot is elsewhere: it is asked for first. A user without INFO cannot be told. */
async function isCluster(redis: Redis): Promise<boolean> {
  const server = await redis.info('server').catch(() => '')
  return /^redis_mode:cluster/m.test(server)
}

const CLUSTER_REFUSED = failed(
  CHECK,
  { zh: 'REDIS_URL 指向 Redis 集群，不受支持', en: 'REDIS_URL leads to a Redis Cluster, which is not supported' },
  {
    zh: '请使用单个主节点（可带副本与故障转移）',
    en: 'use one primary, with replicas and failover if you like',
  },
)

async function checkServer(redis: Redis): Promise<Diagnostic> {
  await redis.connect()
  return (await isCluster(redis)) ? CLUSTER_REFUSED : describeSpeed(await measureMs(redis))
}

/** Rejects with the first error; ioredis itself only reports that it gave up. */
function firstError(redis: Redis, timeoutMs: number): Promise<never> {
  return new Promise((_, reject) => {
    redis.on('error', reject)
    AbortSignal.timeout(timeoutMs).addEventListener('abort', () => {
      reject(Object.assign(new Error('Redis does not answer'), { code: 'ETIMEDOUT' }))
    })
  })
}

async function measure(url: string, timeoutMs: number): Promise<Diagnostic> {
  const redis = new Redis(url, {
    lazyConnect: true,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
    disconnectTimeout: 200,
  })
  const error = firstError(redis, timeoutMs)
  const work = checkServer(redis)
  try {
    return await Promise.race([error, work])
  } catch (cause) {
    return describeRedisError(cause)
  } finally {
    redis.disconnect()
    await Promise.allSettled([work])
  }
}

/** Checks Redis as the server uses it. */
export async function checkRedis({ config }: Settings, { timeoutMs }: Environment): Promise<Diagnostic[]> {
  if (config === undefined)
    return [skipped(CHECK, { zh: `Redis：${NOT_CONFIGURED.zh}`, en: `Redis: ${NOT_CONFIGURED.en}` })]
  if (config.redisUrl === undefined)
    return [
      skipped(CHECK, {
        zh: 'Redis：未设置，结果保存在内存（单实例足够）',
        en: 'Redis: not set, results are kept in memory (enough for one instance)',
      }),
    ]
  return [await measure(config.redisUrl, timeoutMs)]
}
