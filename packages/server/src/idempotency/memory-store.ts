import { type Answer, ANSWER_LIFETIME_MS, type AnswerStore, type Claim, type ClaimedRequest } from './store'

interface Entry {
  readonly fingerprint: string
  /** Absent while its exchange is under way. */
  readonly answer?: Answer | undefined
  readonly expiresAt: number
}

export interface MemoryAnswerStoreOptions {
  readonly now: () => number
  /** @default 100000 */
  readonly maxEntries?: number
}

/** What a memory holds for a key, and for how much longer. */
export interface KnownRequest {
  readonly request: ClaimedRequest
  /** Absent while its exchange is under way. */
  readonly answer: Answer | undefined
  readonly lifetimeMs: number
}

export interface MemoryAnswerStore extends AnswerStore {
  /** All that has not expired, oldest first. */
  list: () => readonly KnownRequest[]
  /** What a claim would say, without claiming; undefined where the key is free. */
  peek: (request: ClaimedRequest) => Claim | undefined
}

/** Answers in this process's memory: at most `maxEntries`, the oldest leave first. */
export function createMemoryAnswerStore({ now, maxEntries = 100_000 }: MemoryAnswerStoreOptions): MemoryAnswerStore {
  // a Map keeps the order of insertion: the first entry is the oldest claim
  const entries = new Map<string, Entry>()
  const busy = new Set<string>()

  function dropOld(): void {
    for (const [key, { expiresAt }] of entries) {
      if (expiresAt > now() && entries.size <= maxEntries) return
      entries.delete(key)
    }
  }

  function write({ key, fingerprint }: ClaimedRequest, answer?: Answer): void {
    const isNew = !entries.has(key)
    entries.set(key, { fingerprint, answer, expiresAt: now() + ANSWER_LIFETIME_MS })
    if (isNew) dropOld()
  }

  function peek({ key, fingerprint }: ClaimedRequest): Claim | undefined {
    const entry = entries.get(key)
    if (entry === undefined || entry.expiresAt <= now()) return undefined
    if (entry.fingerprint !== fingerprint) return { state: 'mismatch' }
    return entry.answer === undefined ? { state: 'pending' } : { state: 'answered', answer: entry.answer }
  }

  function list(): KnownRequest[] {
    const at = now()
    const known = [...entries].map(([key, { fingerprint, answer, expiresAt }]) => {
      return {
        request: { key, fingerprint },
        answer,
        lifetimeMs: Math.ceil(expiresAt - at),
      }
    })
    return known.filter(({ lifetimeMs }) => lifetimeMs > 0)
  }

  return {
    peek,
    list,
    async claim(request) {
      const known = peek(request)
      if (known === undefined) write(request)
      return known ?? { state: 'claimed' }
    },
    async keep(request, answer) {
      write(request, answer)
    },
    async release(key) {
      entries.delete(key)
    },
    async alone(key, work) {
      if (busy.has(key)) return undefined
      busy.add(key)
      return work().finally(() => busy.delete(key))
    },
  }
}
