import { type Command, Redis, ReplyError } from 'ioredis'
import { StartError } from '../errors'
import { describeError, type Log } from '../observability'

/** Time limit of a command while Redis is there: a busy machine is no reason to send a code twice. */
const COMMAND_TIMEOUT_MS = 1_000
/** Time limit of the greeting and of the check, for which no request waits. */
const CHECK_TIMEOUT_MS = 2_000
const MAX_RECONNECT_PAUSE_MS = 1_000
/** Pause before the reconnect after a failed check; it grows each time. */
const CHECK_PAUSE_STEP_MS = 250

const CHECK_KEY = 'uni-phone:check'
const CHECK_LIFETIME_MS = 60_000

/** How Redis failed: the connection, no reply in time, or a reply that is an error. */
export type RedisFailure = 'connection' | 'timeout' | 'reply'

/** Options of `connectRedis`. */
export interface RedisConnectionOptions {
  readonly url: string
  readonly log: Log
  /** Called each time Redis goes away. */
  readonly onFailure?: ((failure: RedisFailure) => void) | undefined
}

/** ioredis has `socketTimeout` for this, which in 5.11.1 goes off in the next connection as well. */
class CommandTimeout extends Error {
  override readonly name = 'CommandTimeout'
}

class RedisAway extends Error {
  override readonly name = 'RedisAway'
}

class ClusterRefused extends StartError {
  override readonly name = 'ClusterRefused'

  constructor() {
    super(
      [
        'REDIS_URL 指向 Redis 集群，不受支持：请使用单个主节点（可带副本与故障转移）。',
        'REDIS_URL leads to a Redis Cluster, which is not supported: use one primary, with replicas and failover if you like.',
      ].join('\n'),
    )
  }
}

/**
 * Fails a command that takes too long. A process that was busy for so long finds its timer due before it has read the
 * reply that is there: one turn of the event loop lets it read.
 */
function limitTime(command: Command, limitMs: number, onTimeout: (error: Error) => void): void {
  const timer = setTimeout(() => {
    setImmediate(() => {
      if (command.isResolved) return
      const error = new CommandTimeout('Redis took too long')
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
 * The first word of an error reply: READONLY, OOM, NOAUTH. The rest may quote what was sent. Told by its class: the name of
 * a class is another one in a minified bundle.
 */
function replyCodeOf(error: unknown): string | undefined {
  return error instanceof ReplyError ? /^[A-Z]+/.exec((error as Error).message)?.[0] : undefined
}

function failureOf(error: unknown): RedisFailure {
  if (error instanceof CommandTimeout) return 'timeout'
  return replyCodeOf(error) !== undefined ? 'reply' : 'connection'
}

/**
 * A connection that never makes anyone wait. Redis counts as away after any failure of any command: a broken connection,
 * no reply in time, or an error in place of a reply, as a replica or a full Redis gives. Then every command fails at once,
 * until a write succeeds again over a connection that is made anew. The log has one line each way.
 */
export class RedisConnection {
  readonly redis: Redis
  /** Resolves when it is known whether Redis is there. Rejects with a `StartError` if this Redis cannot be used. */
  readonly firstContact: Promise<void>
  readonly #log: Log
  readonly #onFailure: (failure: RedisFailure) => void
  readonly #readyListeners: (() => void)[] = []
  #ready = false
  #reported: boolean | undefined
  #checking = false
  #failedChecks = 0
  #retry: NodeJS.Timeout | undefined
  #processId = ''
  #settleFirstContact: (error?: StartError) => void = () => undefined

  constructor({ url, log, onFailure = () => undefined }: RedisConnectionOptions) {
    this.#log = log
    this.#onFailure = onFailure
    this.firstContact = new Promise((resolve, reject) => {
      this.#settleFirstContact = (error) => {
        if (error === undefined) resolve()
        else reject(error)
      }
    })
    this.firstContact.catch(() => undefined)
    this.redis = new Redis(url, {
      enableOfflineQueue: false,
      maxRetriesPerRequest: 0,
      retryStrategy: (times) => Math.min(MAX_RECONNECT_PAUSE_MS, times * 50),
    })
    this.#guardCommands()
    this.redis.on('ready', () => void this.#check())
    this.redis.on('error', (error) => {
      this.#goAway('connection', error)
    })
    this.redis.on('close', () => {
      this.#goAway('connection')
    })
  }

  isReady(): boolean {
    return this.#ready
  }

  /** Names the Redis process, as far as it tells: another name means that data may be gone. */
  processId(): string {
    return this.#processId
  }

  /** Calls a listener each time Redis is there, at first and after it was away. */
  onReady(listener: () => void): void {
    this.#readyListeners.push(listener)
    if (this.#ready) listener()
  }

  close(): void {
    clearTimeout(this.#retry)
    this.redis.removeAllListeners('close')
    this.redis.disconnect()
  }

  /** Every command goes through here, a rate limiter's as well. */
  #guardCommands(): void {
    const send = this.redis.sendCommand.bind(this.redis)
    this.redis.sendCommand = (command, stream) => {
      const own = this.#checking || this.redis.status !== 'ready'
      if (!own && !this.#ready) {
        command.reject(new RedisAway('Redis is away'))
        return command.promise
      }
      limitTime(command, own ? CHECK_TIMEOUT_MS : COMMAND_TIMEOUT_MS, (error) => {
        if (!own) this.#fail('timeout', error)
      })
      if (!own)
        command.promise.catch((error: unknown) => {
          this.#noteReply(error)
        })
      return send(command, stream)
    }
  }

  /** A script that Redis does not know yet is sent again whole: no failure. */
  #noteReply(error: unknown): void {
    const code = replyCodeOf(error)
    if (code !== undefined && code !== 'NOSCRIPT') this.#fail('reply', error)
  }

  #fail(failure: RedisFailure, error: unknown): void {
    if (!this.#ready) return
    this.#goAway(failure, error)
    void this.#check()
  }

  /** Tries a write. Redis is there once it succeeds; until then each failure is followed by a new connection. */
  async #check(): Promise<void> {
    try {
      await this.#write()
      this.#failedChecks = 0
      this.#comeBack()
    } catch (error) {
      if (error instanceof StartError) this.#settleFirstContact(error)
      this.#goAway(failureOf(error), error)
      this.#reconnectLater()
    }
  }

  async #write(): Promise<void> {
    this.#checking = true
    const written = this.redis.set(CHECK_KEY, '', 'PX', CHECK_LIFETIME_MS)
    written.catch(() => undefined)
    const info = this.redis.info('server').catch(() => '')
    this.#checking = false
    const server = await info
    // a cluster refuses the write itself, if the key's slot is at another node or at none
    if (/^redis_mode:cluster/m.test(server)) throw new ClusterRefused()
    await written
    this.#processId = /^run_id:(\S+)/m.exec(server)?.[1] ?? ''
  }

  #reconnectLater(): void {
    if (this.redis.status !== 'ready') return
    const pauseMs = Math.min(MAX_RECONNECT_PAUSE_MS, this.#failedChecks * CHECK_PAUSE_STEP_MS)
    this.#failedChecks += 1
    clearTimeout(this.#retry)
    this.#retry = setTimeout(() => {
      this.redis.disconnect(true)
    }, pauseMs).unref()
  }

  #comeBack(): void {
    this.#ready = true
    this.#settleFirstContact()
    if (this.#reported !== true) this.#log.info({}, 'Redis is there: answers are shared by all instances')
    this.#reported = true
    for (const listener of this.#readyListeners) listener()
  }

  #goAway(failure: RedisFailure, error?: unknown): void {
    this.#ready = false
    this.#settleFirstContact()
    if (this.#reported === false) return
    this.#reported = false
    this.#onFailure(failure)
    const fields = { failure, reply: replyCodeOf(error), ...(error === undefined ? {} : describeError(error)) }
    this.#log.error(
      { ...fields, zh: 'Redis 不可用：幂等与限流暂时只在单实例内有效' },
      'Redis is away: answers and limits hold within this instance alone until it is back',
    )
  }
}
