/** Time, so that a test need not wait for it. */
export interface Clock {
  /** Milliseconds since 1970. */
  now: () => number
  /** Runs something once, `ms` from now, unless the function it returns is called before. */
  after: (ms: number, run: () => void) => () => void
}

export const systemClock: Clock = {
  now: Date.now,
  after(ms, run) {
    const timer = setTimeout(run, ms)
    return () => {
      clearTimeout(timer)
    }
  },
}
