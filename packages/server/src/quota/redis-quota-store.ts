import type { Redis } from 'ioredis'
import { MemoryQuotaStore, type QuotaReading, type QuotaStore, TURN_MS } from './quota-store'

/** Longer than a turn: an instance that starts sees what the one before it saw, and logs no level twice. */
const READING_LIFETIME_MS = 24 * 60 * 60 * 1000

function parse(text: string | null): QuotaReading | undefined {
  const [remaining, total] = (text ?? '').split('/').map(Number)
  return text === null || remaining === undefined || total === undefined ? undefined : { remaining, total }
}

/** Turns and readings in Redis. While it is away each instance asks for itself, as seldom. */
export class RedisQuotaStore implements QuotaStore {
  readonly #redis: Redis
  readonly #memory: MemoryQuotaStore

  constructor(redis: Redis, memory = new MemoryQuotaStore()) {
    this.#redis = redis
    this.#memory = memory
  }

  async takeTurn(name: string): Promise<boolean> {
    try {
      return (await this.#redis.set(`uni-phone:quota:turn:${name}`, '', 'PX', TURN_MS, 'NX')) === 'OK'
    } catch {
      return this.#memory.takeTurn(name)
    }
  }

  async read(name: string): Promise<QuotaReading | undefined> {
    try {
      return parse(await this.#redis.get(`uni-phone:quota:${name}`)) ?? (await this.#memory.read(name))
    } catch {
      return this.#memory.read(name)
    }
  }

  async write(name: string, reading: QuotaReading): Promise<void> {
    await this.#memory.write(name, reading)
    const { remaining, total } = reading
    const written = this.#redis.set(`uni-phone:quota:${name}`, `${remaining}/${total}`, 'PX', READING_LIFETIME_MS)
    await written.catch(() => undefined)
  }
}
