import { ANSWER_LIFETIME_MS, type Answer, type AnswerStore } from './answer-store'

interface Entry {
  readonly fingerprint: string
  readonly answer?: Answer | undefined
  readonly expiresAt: number
}

export interface MemoryAnswerStoreOptions {
  readonly now: () => number
  /** @default 100000 */
  readonly maxEntries?: number
}

/** Answers in this process's memory: at most `maxEntries`, the oldest leave first. */
export function createMemoryAnswerStore({ now, maxEntries = 100_000 }: MemoryAnswerStoreOptions): AnswerStore {
  // a Map keeps the order of insertion, and each write moves its key to the end: the first entry is the oldest
  const entries = new Map<string, Entry>()

  function dropOld(): void {
    for (const [key, { expiresAt }] of entries) {
      if (expiresAt > now() && entries.size <= maxEntries) return
      entries.delete(key)
    }
  }

  function write(key: string, fingerprint: string, answer?: Answer): void {
    entries.delete(key)
    entries.set(key, { fingerprint, answer, expiresAt: now() + ANSWER_LIFETIME_MS })
    dropOld()
  }

  return {
    async claim(key, fingerprint) {
      const entry = entries.get(key)
      if (entry !== undefined && entry.expiresAt > now()) return { state: 'taken', ...entry }
      write(key, fingerprint)
      return { state: 'claimed' }
    },
    async keep(key, fingerprint, answer) {
      write(key, fingerprint, answer)
    },
    async release(key) {
      entries.delete(key)
    },
  }
}
