import { type Command, Redis } from 'ioredis'
import { describeError, type Log } from '../observability'

/** How long a call may take while Redis answers: a machine that is busy is no reason to send a code twice. */
const PATIENCE_MS = 1_000
/** How long a call may take while Redis is away. */
const AWAY_PATIENCE_MS = 50
/**
 * After so long without an answer a connection is given up: what is between may have forgotten it. ioredis has
 * `socketTimeout` for this, which 5.11.1 does not end with its connection: it goes off in the next one.
 */
const MAX_SILENCE_MS = 2_000
const MAX_RECONNECT_PAUSE_MS = 1_000

export interface RedisConnection {
  readonly redis: Redis
  /** Whether the last thing heard of Redis was good. */
  readonly isReady: () => boolean
  readonly close: () => void
}

/**
 * Fails a command that takes too long. A process that was busy for so long finds its timer due before it has read the
 * answer that is there: one turn of the event loop lets it read.
 */
function limitTime(command: Command, limitMs: number, onTimeout: (error: Error) => void): void {
  const timer = setTimeout(() => {
    setImmediate(() => {
      if (command.isResolved) return
      const error = new Error('Redis took too long')
      command.reject(error)
      onTimeout(error)
    })
  }, limitMs)
  const clear = (): void => {
    clearTimeout(timer)
  }
  command.promise.then(clear, clear)
}

/**
 * A connection that never makes anyone wait: while Redis is away each call fails at once, and it comes back by itself.
 * The log has one line for each time it goes and each time it is back.
 */
export function connectRedis(url: string, log: Log): RedisConnection {
  let ready = false
  let reported: boolean | undefined
  let silentSince: number | undefined
  const redis = new Redis(url, {
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

  function hear(): void {
    silentSince = undefined
    if (redis.status === 'ready') report(true)
  }

  function noteTimeout(error: Error): void {
    if (silentSince === undefined || redis.status !== 'ready') return
    report(false, error)
    if (performance.now() - silentSince < MAX_SILENCE_MS) return
    silentSince = undefined
    redis.disconnect(true)
  }

  function patienceMs(): number {
    // a greeting, for which nobody waits
    if (redis.status !== 'ready') return MAX_SILENCE_MS
    return ready ? PATIENCE_MS : AWAY_PATIENCE_MS
  }

  function limitTimes(): void {
    const send = redis.sendCommand.bind(redis)
    redis.sendCommand = (command, stream) => {
      silentSince ??= performance.now()
      command.promise.then(hear, () => undefined)
      limitTime(command, patienceMs(), noteTimeout)
      return send(command, stream)
    }
  }

  limitTimes()
  redis.on('ready', hear)
  redis.on('error', (error) => {
    report(false, error)
  })
  redis.on('close', () => {
    silentSince = undefined
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
