/** Time as a dependency, so that tests do not have to wait. */
export interface Clock {
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** Runs `run` once after `ms` milliseconds. Returns a function that cancels it. */
  readonly after: (ms: number, run: () => void) => () => void
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

/**
 * Settles like `answer`, or like `onTimeout` after `ms` milliseconds. Every callback of the platform needs one: phones
 * have been seen that never call back.
 * @see https://github.com/dcloudio/uni-app/issues/276
 */
export function withTimeout<T>(clock: Clock, ms: number, answer: Promise<T>, onTimeout: () => Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const cancel = clock.after(ms, () => {
      resolve(onTimeout())
    })
    answer.then(resolve, reject).then(cancel, cancel)
  })
}

const TICK_MS = 1_000

/**
 * Counts down `ms` milliseconds during which the app is in front; then `ended` resolves with false. It counts ticks and
 * not the time: WeChat stops the timers of an app soon after it was hidden, and so do browsers.
 */
export function startCountdown(clock: Clock, ms: number) {
  let remainingMs = ms
  let cancel: () => void = () => undefined
  let end: (value: false) => void = () => undefined
  const ended = new Promise<false>((resolve) => (end = resolve))

  function start(): void {
    cancel()
    cancel = clock.after(TICK_MS, () => {
      remainingMs -= TICK_MS
      if (remainingMs > 0) start()
      else end(false)
    })
  }

  start()
  return {
    ended,
    remainingMs: () => remainingMs,
    start,
    stop: () => {
      cancel()
    },
  }
}
