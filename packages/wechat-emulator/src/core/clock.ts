import { invalid } from './input'

const MAX_ADVANCE_MS = 10 * 365 * 24 * 3600 * 1000

export type Clock = ReturnType<typeof createClock>

/** Returns the emulator's clock: `now` in milliseconds since 1970, plus what it was advanced by. */
export function createClock(now: () => number) {
  let offset = 0
  let reading: number | undefined
  const current = () => reading ?? now() + offset
  return {
    now: current,
    seconds: () => Math.floor(current() / 1000),
    offsetMs: () => offset,
    /** Runs synchronous work with a single reading of the clock, so that all times in one answer agree. */
    freeze<Result>(work: () => Result): Result {
      if (reading !== undefined) return work()
      reading = current()
      try {
        return work()
      } finally {
        reading = undefined
      }
    },
    advance: (ms: number) => {
      if (!(ms >= 0 && offset + ms <= MAX_ADVANCE_MS)) {
        throw invalid('send the milliseconds to advance by, from 0 to ten years in total: {"advanceMs": 300000}')
      }
      offset += ms
    },
    restore: (offsetMs: number) => {
      offset = offsetMs
    },
  }
}
