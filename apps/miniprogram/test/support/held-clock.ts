import type { Clock } from '../../src/phone-number/clock'

/** Creates a clock that stands still until a test advances it, so that nothing sleeps. */
export function createHeldClock() {
  let now = 0
  let timers: { at: number; run: () => void }[] = []

  const clock: Clock = {
    now: () => now,
    after(ms, run) {
      const timer = { at: now + ms, run }
      timers.push(timer)
      return () => {
        timers = timers.filter((other) => other !== timer)
      }
    },
  }

  function next(until: number) {
    const due = timers.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0]
    timers = timers.filter((timer) => timer !== due)
    return due
  }

  return {
    clock,
    /** Milliseconds from now until each timer is due. */
    waits: () => timers.map(({ at }) => at - now),
    advance: (ms: number) => {
      const until = now + ms
      for (let due = next(until); due !== undefined; due = next(until)) {
        now = due.at
        due.run()
      }
      now = until
    },
  }
}

/** A clock that skips waits of up to ten seconds. Longer timers never run. */
export const impatientClock: Clock = {
  now: Date.now,
  after(ms, run) {
    if (ms <= 10_000) queueMicrotask(run)
    return () => undefined
  },
}
