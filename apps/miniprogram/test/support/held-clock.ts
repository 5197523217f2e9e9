import { flushPromises } from '@vue/test-utils'
import type { Clock } from '../../src/phone-number/clock'

const STEP_MS = 500

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

  function advance(ms: number): void {
    const until = now + ms
    for (let due = next(until); due !== undefined; due = next(until)) {
      now = Math.max(now, due.at)
      due.run()
    }
    now = until
  }

  return {
    clock,
    /** Milliseconds from now until each timer is due. */
    waits: () => timers.map(({ at }) => at - now),
    advance,
    /** Lets time pass in steps between which promises settle. */
    pass: async (ms: number) => {
      for (let passed = 0; passed < ms; passed += STEP_MS) {
        await flushPromises()
        advance(STEP_MS)
      }
      await flushPromises()
    },
    /** Lets time pass without running a timer, as for an app in the background. */
    suspend: (ms: number) => {
      now += ms
    },
  }
}
