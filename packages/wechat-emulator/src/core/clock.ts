import { invalid } from './input'

const MAX_ADVANCE_MS = 10 * 365 * 24 * 3600 * 1000

export type Clock = ReturnType<typeof createClock>

/** Returns the emulator's clock: `now` in milliseconds since 1970, plus what it was advanced by. */
export function createClock(now: () => number) {
  let offset = 0
  const current = () => now() + offset
  return {
    now: current,
    seconds: () => Math.floor(current() / 1000),
    offsetMs: () => offset,
    advance: (ms: number) => {
      if (!(ms >= 0 && offset + ms <= MAX_ADVANCE_MS)) {
        throw invalid('send the milliseconds to advance by, from 0 to ten years in total: {"advanceMs": 300000}')
      }
      offset += ms
    },
    reset: () => {
      offset = 0
    },
  }
}
