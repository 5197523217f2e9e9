import { invalid } from './input'

const MAX_ADVANCE_MS = 10 * 365 * 24 * 3600 * 1000

export interface Clock {
  now: () => number
  seconds: () => number
  offsetMs: () => number
  advance: (ms: number) => void
  reset: () => void
}

export function createClock(now: () => number): Clock {
  let offset = 0
  const current = () => now() + offset
  return {
    now: current,
    seconds: () => Math.floor(current() / 1000),
    offsetMs: () => offset,
    advance(ms) {
      if (!(ms >= 0 && offset + ms <= MAX_ADVANCE_MS)) {
        throw invalid(
          'advance the clock by milliseconds, at least 0 and at most ten years in all: {"advanceMs": 300000}',
        )
      }
      offset += ms
    },
    reset: () => {
      offset = 0
    },
  }
}
