import { Redis } from 'ioredis'
import { describeError, type Log } from './log'

/** How long a call may take; a Redis slower than this counts as away. */
const COMMAND_TIMEOUT_MS = 50
const MAX_RECONNECT_PAUSE_MS = 1_000

export interface RedisConnection {
  readonly redis: Redis
  /** Whether the last thing heard of Redis was good. */
  isReady(): boolean
  close(): void
}

/**
 * A connection that never makes anyone wait: while Redis is away each call fails at once, and it comes back by itself.
 * The log has one line for each time it goes and each time it is back.
 */
export function connectRedis(url: string, log: Log): RedisConnection {
  let ready = false
  let reported: boolean | undefined
  const redis = new Redis(url, {
    commandTimeout: COMMAND_TIMEOUT_MS,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    retryStrategy: (times) => Math.min(MAX_RECONNECT_PAUSE_MS, times * 50),
  })

  function report(now: boolean, error?: unknown): void {
    ready = now
    if (reported === now) return
    reported = now
    if (now) log.info({}, 'Redis is there: answers are shared by all instances')
    else
      log.error(
        { ...(error === undefined ? {} : describeError(error)), zh: 'Redis 不可用：幂等与限流暂时只在单实例内有效' },
        'Redis is away: answers and limits hold within this instance alone until it is back',
      )
  }

  redis.on('ready', () => {
    report(true)
  })
  redis.on('error', (error) => {
    report(false, error)
  })
  redis.on('close', () => {
    report(false)
  })
  return {
    redis,
    isReady: () => ready,
    close() {
      redis.removeAllListeners('close')
      redis.disconnect()
    },
  }
}
