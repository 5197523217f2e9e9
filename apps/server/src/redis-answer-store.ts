import { randomUUID } from 'node:crypto'
import type { Redis } from 'ioredis'
import { ANSWER_LIFETIME_MS, type Answer, type AnswerStore, type Claim, type ClaimedRequest } from './answer-store'
import type { MemoryAnswerStore } from './memory-answer-store'
import type { Sealer } from './sealer'

export interface RedisAnswerStoreOptions {
  readonly redis: Redis
  readonly sealer: Sealer
  /** What holds within this instance, and all that holds while Redis is away. */
  readonly memory: MemoryAnswerStore
}

/** No exchange runs longer than 15 seconds: a claim without an answer after this is a dead instance's. */
const ABANDONED_AFTER_MS = 20_000
const LOCK_MS = 10_000
const LOCK_RENEWAL_MS = 3_000
const SEPARATOR = '.'

/** Deletes a lock only while it is still ours. */
const UNLOCK = 'if redis.call("get",KEYS[1])==ARGV[1] then return redis.call("del",KEYS[1]) end return 0'
const EXTEND = 'if redis.call("get",KEYS[1])==ARGV[1] then return redis.call("pexpire",KEYS[1],ARGV[2]) end return 0'

/** Answers in Redis, shared by all instances; names are HMACs, answers are encrypted. */
export function createRedisAnswerStore({ redis, sealer, memory }: RedisAnswerStoreOptions): AnswerStore {
  const nameOf = (key: string): string => `uni-phone:answer:${sealer.name('key', key)}`
  const lockOf = (key: string): string => `uni-phone:lock:${sealer.name('key', key)}`
  const markOf = ({ fingerprint }: ClaimedRequest): string => sealer.name('body', fingerprint)

  async function readTaken(request: ClaimedRequest): Promise<Claim | undefined> {
    const results = await redis.pipeline().get(nameOf(request.key)).pttl(nameOf(request.key)).exec()
    const [[readError, value] = [], [, ttl] = []] = results ?? []
    if (readError instanceof Error) throw readError
    if (typeof value !== 'string') return undefined
    const [mark, sealed] = value.split(SEPARATOR)
    if (mark !== markOf(request)) return { state: 'mismatch' }
    if (sealed !== undefined) return openAnswer(request.key, sealed)
    const age = ANSWER_LIFETIME_MS - Number(ttl)
    return { state: age > ABANDONED_AFTER_MS ? 'abandoned' : 'pending' }
  }

  function openAnswer(key: string, sealed: string): Claim {
    const text = sealer.open(key, sealed)
    return text === undefined ? { state: 'abandoned' } : { state: 'answered', answer: JSON.parse(text) as Answer }
  }

  async function claimShared(request: ClaimedRequest): Promise<Claim> {
    const set = await redis.set(nameOf(request.key), markOf(request), 'PX', ANSWER_LIFETIME_MS, 'NX')
    if (set === 'OK') return { state: 'claimed' }
    // gone between the two calls: its exchange did not take place, and whoever asks next may claim it
    return (await readTaken(request)) ?? { state: 'pending' }
  }

  async function keepShared(request: ClaimedRequest, answer: Answer): Promise<void> {
    const value = [markOf(request), sealer.seal(request.key, JSON.stringify(answer))].join(SEPARATOR)
    await redis.set(nameOf(request.key), value, 'PX', ANSWER_LIFETIME_MS)
  }

  const unlessAway = (call: Promise<unknown>): Promise<void> =>
    call.then(
      () => undefined,
      () => undefined,
    )

  /** An answer that could not be written while Redis was away is still here. */
  async function withOwnAnswer(request: ClaimedRequest, shared: Claim): Promise<Claim> {
    const own = shared.state === 'claimed' ? await memory.claim(request) : memory.peek(request)
    if (own?.state !== 'answered' || shared.state === 'answered' || shared.state === 'mismatch') return shared
    await unlessAway(keepShared(request, own.answer))
    return own
  }

  async function lock(name: string, token: string): Promise<boolean> {
    try {
      return (await redis.set(name, token, 'PX', LOCK_MS, 'NX')) === 'OK'
    } catch {
      return true
    }
  }

  return {
    async claim(request) {
      const shared = await claimShared(request).catch(() => undefined)
      return shared === undefined ? memory.claim(request) : withOwnAnswer(request, shared)
    },
    async keep(request, answer) {
      await memory.keep(request, answer)
      await unlessAway(keepShared(request, answer))
    },
    async release(key) {
      await memory.release(key)
      await unlessAway(redis.del(nameOf(key)))
    },
    async alone(key, work) {
      const name = lockOf(key)
      const token = randomUUID()
      if (!(await lock(name, token))) return undefined
      const renewal = setInterval(() => void unlessAway(redis.eval(EXTEND, 1, name, token, LOCK_MS)), LOCK_RENEWAL_MS)
      return memory.alone(key, work).finally(() => {
        clearInterval(renewal)
        return unlessAway(redis.eval(UNLOCK, 1, name, token))
      })
    },
  }
}
