import type { Redis } from 'ioredis'
import { ANSWER_LIFETIME_MS, type Answer, type Claim, type ClaimedRequest, isBetter } from './store'
import type { KnownRequest } from './memory-store'
import type { Sealer } from '../redis/encryption'

/** No exchange runs longer than 15 seconds: a claim without an answer after this is a dead instance's. */
const ABANDONED_AFTER_MS = 20_000
const SEPARATOR = '.'

export interface SharedAnswersOptions {
  readonly redis: Redis
  readonly sealer: Sealer
}

/** The answers of all instances, in Redis: names are HMACs, answers are encrypted. While Redis is away all of it rejects. */
export interface SharedAnswers {
  claim: (request: ClaimedRequest) => Promise<Claim>
  keep: (request: ClaimedRequest, answer: Answer) => Promise<void>
  release: (key: string) => Promise<void>
  /** Adds what an instance knows, where it is better than what is there. */
  tell: (known: KnownRequest) => Promise<void>
}

export function createSharedAnswers({ redis, sealer }: SharedAnswersOptions): SharedAnswers {
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
