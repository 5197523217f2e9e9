import { randomUUID } from 'node:crypto'
import type { Redis } from 'ioredis'
import type { Sealer } from '../redis'
import type { KnownRequest, MemoryAnswerStore } from './memory-store'
import { type Answer, ANSWER_LIFETIME_MS, type AnswerStore, type Claim, type ClaimedRequest, isBetter } from './store'

/** No exchange runs longer than 15 seconds: a claim without an answer after this is a dead instance's. */
const ABANDONED_AFTER_MS = 20_000
const SEPARATOR = '.'

interface SharedAnswersOptions {
  readonly redis: Redis
  readonly sealer: Sealer
}

/** The answers of all instances, in Redis: names are HMACs, answers are encrypted. While Redis is away all of it rejects. */
interface SharedAnswers {
  claim: (request: ClaimedRequest) => Promise<Claim>
  keep: (request: ClaimedRequest, answer: Answer) => Promise<void>
  release: (key: string) => Promise<void>
  /** Adds what an instance knows, where it is better than what is there. */
  tell: (known: KnownRequest) => Promise<void>
}

function createSharedAnswers({ redis, sealer }: SharedAnswersOptions): SharedAnswers {
  const nameOf = (key: string): string => `uni-phone:answer:${sealer.name('key', key)}`
  const markOf = ({ fingerprint }: ClaimedRequest): string => sealer.name('body', fingerprint)

  async function read(request: ClaimedRequest): Promise<Claim | undefined> {
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

  function toValue(request: ClaimedRequest, answer: Answer | undefined): string {
    const sealed = answer === undefined ? [] : [sealer.seal(request.key, JSON.stringify(answer))]
    return [markOf(request), ...sealed].join(SEPARATOR)
  }

  return {
    async claim(request) {
      const set = await redis.set(nameOf(request.key), markOf(request), 'PX', ANSWER_LIFETIME_MS, 'NX')
      if (set === 'OK') return { state: 'claimed' }
      // gone between the two calls: its exchange did not take place, and whoever asks next may claim it
      return (await read(request)) ?? { state: 'pending' }
    },
    async keep(request, answer) {
      await redis.set(nameOf(request.key), toValue(request, answer), 'PX', ANSWER_LIFETIME_MS)
    },
    async release(key) {
      await redis.del(nameOf(key))
    },
    async tell({ request, answer, lifetimeMs }) {
      const [name, value] = [nameOf(request.key), toValue(request, answer)]
      if ((await redis.set(name, value, 'PX', lifetimeMs, 'NX')) === 'OK' || answer === undefined) return
      const taken = await read(request)
      if (taken !== undefined && isBetter(answer, taken)) await redis.set(name, value, 'PX', lifetimeMs)
    },
  }
}

export interface RedisAnswerStoreOptions {
  readonly redis: Redis
  readonly sealer: Sealer
  /** What holds within this instance, and all that holds while Redis is away. */
  readonly memory: MemoryAnswerStore
}

const LOCK_MS = 10_000
const LOCK_RENEWAL_MS = 3_000
/** How many answers are told to a Redis that is back at a time: exchanges go on meanwhile. */
const TOLD_AT_ONCE = 100
/** How often it is tried to tell one that is slow. */
const MAX_TELLING = 5

/** Deletes a lock only while it is still ours. */
const UNLOCK = 'if redis.call("get",KEYS[1])==ARGV[1] then return redis.call("del",KEYS[1]) end return 0'
const EXTEND = 'if redis.call("get",KEYS[1])==ARGV[1] then return redis.call("pexpire",KEYS[1],ARGV[2]) end return 0'

const unlessAway = (call: Promise<unknown>): Promise<void> =>
  call.then(
    () => undefined,
    () => undefined,
  )

/** Answers in Redis, shared by all instances, and in this instance's memory while Redis is away. */
export function createRedisAnswerStore({ redis, sealer, memory }: RedisAnswerStoreOptions): AnswerStore {
  const shared = createSharedAnswers({ redis, sealer })
  const lockOf = (key: string): string => `uni-phone:lock:${sealer.name('key', key)}`

  /** What could not be told. */
  async function tellSome(known: readonly KnownRequest[]): Promise<readonly KnownRequest[]> {
    const told = await Promise.allSettled(known.map((each) => shared.tell(each)))
    return known.filter((_, place) => told[place]?.status === 'rejected')
  }

  /** A Redis that is back may be empty, and was not there when this instance last claimed or answered. Newest first. */
  async function tellAll(): Promise<void> {
    let untold: readonly KnownRequest[] = [...memory.list()].reverse()
    for (let tries = 0; tries < MAX_TELLING && untold.length > 0; tries += 1) {
      const failed: KnownRequest[] = []
      for (let start = 0; start < untold.length && redis.status === 'ready'; start += TOLD_AT_ONCE)
        failed.push(...(await tellSome(untold.slice(start, start + TOLD_AT_ONCE))))
      untold = failed
    }
  }

  /** An answer that could not be written while Redis was away is still here. */
  async function withOwnAnswer(request: ClaimedRequest, claim: Claim): Promise<Claim> {
    const own = claim.state === 'claimed' ? await memory.claim(request) : memory.peek(request)
    if (own?.state !== 'answered' || !isBetter(own.answer, claim)) return claim
    await unlessAway(shared.keep(request, own.answer))
    return own
  }

  async function lock(name: string, token: string): Promise<boolean> {
    try {
      return (await redis.set(name, token, 'PX', LOCK_MS, 'NX')) === 'OK'
    } catch {
      return true
    }
  }

  redis.on('ready', () => void tellAll())
  return {
    async claim(request) {
      const claim = await shared.claim(request).catch(() => undefined)
      return claim === undefined ? memory.claim(request) : withOwnAnswer(request, claim)
    },
    async keep(request, answer) {
      await memory.keep(request, answer)
      await unlessAway(shared.keep(request, answer))
    },
    async release(key) {
      await memory.release(key)
      await unlessAway(shared.release(key))
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
