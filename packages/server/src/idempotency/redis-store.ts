import { randomUUID } from 'node:crypto'
import { ERROR_CODES, type ErrorCode } from '@uni-phone/contract'
import type { Redis } from 'ioredis'
import type { RedisConnection, Sealer } from '../redis'
import type { KnownKey, MemoryStore } from './memory-store'
import { defineScripts, MARK_LENGTH } from './redis-scripts'
import {
  type Acquisition,
  type Answer,
  type IdempotencyStore,
  type Identity,
  isMoreComplete,
  type Lease,
  lifetimeOf,
  ORPHANED_AFTER_MS,
  type PhoneAnswer,
  RANK,
  rankOf,
  type StoredRequest,
} from './store'

/** Options of `RedisStore`. */
export interface RedisStoreOptions {
  readonly connection: RedisConnection
  readonly sealer: Sealer
  /** Store of this instance alone, the only one while Redis is away. */
  readonly memory: MemoryStore
  /** @default 2000 */
  readonly settleMs?: number | undefined
}

/** Present while this Redis has the data of all instances; its value is the Redis process. */
const SETTLED = 'uni-phone:settled'
/** Present while instances send what they keep to a Redis that came back without it. */
const SETTLING = 'uni-phone:settling'
/** Twice the longest pause between attempts to reconnect, so that every instance has had its turn. */
const SETTLE_MS = 2_000
/** Batch size when re-syncing local results after a reconnect; small, so that live traffic is not delayed. */
const RESYNC_BATCH = 100

/** Best effort: what cannot be written while Redis is away is in memory, and is sent once it is back. */
const ignoreFailure = (call: Promise<unknown>): Promise<void> =>
  call.then(
    () => undefined,
    () => undefined,
  )

function identityOf(acquisition: Acquisition): Identity | undefined {
  return acquisition.state === 'acquired' ? acquisition.identity : undefined
}

function toProblem(code: string): Answer | undefined {
  return Object.hasOwn(ERROR_CODES, code) ? { outcome: 'problem', code: code as ErrorCode } : undefined
}

/** Answers in Redis, shared by all instances. While Redis is away they hold within this instance. */
export class RedisStore implements IdempotencyStore {
  readonly #redis: Redis
  readonly #connection: RedisConnection
  readonly #sealer: Sealer
  readonly #memory: MemoryStore
  readonly #settleMs: number
  #resyncing: Promise<void> | undefined

  constructor({ connection, sealer, memory, settleMs = SETTLE_MS }: RedisStoreOptions) {
    this.#connection = connection
    this.#redis = connection.redis
    this.#sealer = sealer
    this.#memory = memory
    this.#settleMs = settleMs
    defineScripts(this.#redis)
    connection.onReady(() => {
      this.#startResync()
    })
  }

  async acquire(request: StoredRequest): Promise<Acquisition> {
    const shared = await this.#acquireShared(request).catch(() => undefined)
    if (shared === undefined) return this.#memory.acquire(request)
    const own = shared.state === 'acquired' ? await this.#memory.acquire(request) : this.#memory.peek(request)
    if (own?.state === 'full') await this.release(request)
    if (own?.state === 'full') return own
    if (own?.state === 'acquired') return { state: 'acquired', identity: identityOf(shared) ?? own.identity }
    if (own?.state !== 'answered' || !isMoreComplete(own.answer, shared)) return shared
    await ignoreFailure(this.#saveShared(request, own.answer))
    return own
  }

  async save(request: StoredRequest, answer: Answer): Promise<void> {
    await this.#memory.save(request, answer)
    await ignoreFailure(this.#saveShared(request, answer))
  }

  async release(request: StoredRequest, identity?: Identity): Promise<void> {
    await this.#memory.release(request, identity)
    const kept = identity === undefined ? '' : this.#sealer.seal(request.key, JSON.stringify(identity))
    const lifetimeMs = lifetimeOf(undefined)
    await ignoreFailure(this.#redis.uniPhoneRelease(this.#recordOf(request), this.#markOf(request), kept, lifetimeMs))
  }

  async withLock(
    request: StoredRequest,
    lease: Lease,
    work: () => Promise<PhoneAnswer>,
  ): Promise<PhoneAnswer | undefined> {
    const startedAt = performance.now()
    const [lock, token] = [this.#lockOf(request), randomUUID()]
    const unlock = (): Promise<void> => ignoreFailure(this.#redis.uniPhoneUnlock(lock, token))
    const locked = this.#redis.uniPhoneLock(this.#recordOf(request), lock, token, lease.durationMs)
    if ((await locked.catch(() => 1)) === 0) return undefined
    const tooLate = performance.now() - startedAt > lease.durationMs - lease.workMs
    try {
      const answer = tooLate ? undefined : await this.#memory.withLock(request, lease, work)
      await (answer === undefined ? unlock() : ignoreFailure(this.#saveShared(request, answer, lock, token)))
      return answer
    } catch (error) {
      await unlock()
      throw error
    }
  }

  async #acquireShared(request: StoredRequest): Promise<Acquisition> {
    const mark = this.#markOf(request)
    const reply = await this.#redis.uniPhoneAcquire(
      this.#recordOf(request),
      SETTLED,
      SETTLING,
      mark,
      lifetimeOf(undefined),
    )
    const [state, kept = '', ttl = 0] = reply
    if (state === undefined && this.#resyncing === undefined) this.#startResync()
    if (state === undefined || state === 'settling') return { state: 'pending' }
    if (state === 'mismatch') return { state }
    if (state === 'acquired') return { state, identity: this.#open(request, String(kept)) as Identity | undefined }
    return this.#toAcquisition(request, Number(state), String(kept), Number(ttl))
  }

  #toAcquisition(request: StoredRequest, rank: number, kept: string, ttl: number): Acquisition {
    if (rank === RANK.claimed) {
      const ageMs = lifetimeOf(undefined) - ttl
      return { state: ageMs > ORPHANED_AFTER_MS ? 'orphaned' : 'pending' }
    }
    const answer = rank === RANK.problem ? toProblem(kept) : (this.#open(request, kept) as Answer | undefined)
    return answer === undefined ? { state: 'orphaned' } : { state: 'answered', answer }
  }

  async #saveShared(request: StoredRequest, answer: Answer, lock = '', ...token: string[]): Promise<void> {
    const value = this.#toValue({ request, answer })
    const lifetimeMs = lifetimeOf(answer)
    await this.#redis.uniPhoneSave(this.#recordOf(request), lock, this.#markOf(request), value, lifetimeMs, ...token)
  }

  #startResync(): void {
    const resync = ignoreFailure(this.#resync()).finally(() => {
      if (this.#resyncing === resync) this.#resyncing = undefined
    })
    this.#resyncing = resync
  }

  /** Sends what this instance keeps to a Redis that is back: it may be empty, and missed what happened meanwhile. */
  async #resync(): Promise<void> {
    await this.#redis.uniPhoneSettle(SETTLED, SETTLING, this.#connection.processId(), this.#settleMs)
    const known = this.#memory.list()
    for (let start = 0; start < known.length; start += RESYNC_BATCH)
      await Promise.all(known.slice(start, start + RESYNC_BATCH).map((each) => this.#publish(each)))
  }

  async #publish(known: KnownKey): Promise<void> {
    const { request, lifetimeMs } = known
    const value = this.#toValue(known)
    await this.#redis.uniPhoneSave(this.#recordOf(request), '', this.#markOf(request), value, lifetimeMs)
  }

  #toValue({ request, answer, identity }: Pick<KnownKey, 'request' | 'answer' | 'identity'>): string {
    if (answer?.outcome === 'problem') return `${RANK.problem}${answer.code}`
    const kept = answer ?? identity
    const rank = identity === undefined ? rankOf(answer) : RANK.released
    return `${rank}${kept === undefined ? '' : this.#sealer.seal(request.key, JSON.stringify(kept))}`
  }

  #open(request: StoredRequest, sealed: string): unknown {
    const text = sealed === '' ? undefined : this.#sealer.open(request.key, sealed)
    return text === undefined ? undefined : JSON.parse(text)
  }

  #recordOf({ key }: StoredRequest): string {
    return `uni-phone:exchange:${this.#sealer.name('key', key)}`
  }

  #lockOf({ key }: StoredRequest): string {
    return `uni-phone:lock:${this.#sealer.name('key', key)}`
  }

  #markOf({ fingerprint }: StoredRequest): string {
    return this.#sealer.name('body', fingerprint).slice(0, MARK_LENGTH)
  }
}
