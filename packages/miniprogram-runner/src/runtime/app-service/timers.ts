type Timer = ReturnType<typeof setTimeout>
type Callback = (...args: unknown[]) => void

/** The timers of the mini program's modules: what they throw is a problem of the mini program, and they end with it. */
export interface Timers {
  globals: Record<string, unknown>
  stop: () => void
}

export function createTimers(guard: (run: () => void) => void): Timers {
  const running = new Set<Timer>()
  let isStopped = false

  function clear(timer: Timer | undefined): void {
    if (timer === undefined) return
    running.delete(timer)
    // one list of timers for both kinds, as in browsers and Node
    clearTimeout(timer)
  }

  const globals = {
    setTimeout: (callback: Callback, delay?: number, ...args: unknown[]) => {
      if (isStopped) return undefined
      const timer = setTimeout(() => {
        running.delete(timer)
        guard(() => {
          callback(...args)
        })
      }, delay)
      running.add(timer)
      return timer
    },
    setInterval: (callback: Callback, delay?: number, ...args: unknown[]) => {
      if (isStopped) return undefined
      const run = (): void => {
        guard(() => {
          callback(...args)
        })
      }
      const timer = setInterval(run, delay)
      running.add(timer)
      return timer
    },
    clearTimeout: clear,
    clearInterval: clear,
  }

  function stop(): void {
    isStopped = true
    for (const timer of [...running]) clear(timer)
  }
  return { globals, stop }
}
