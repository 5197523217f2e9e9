// read when the module is loaded, because a test may replace the timers by fake ones and still has to wait
const { setTimeout, clearTimeout, setInterval, clearInterval } = globalThis

const POLL_INTERVAL_MS = 5

export interface WaitOptions<T> {
  readonly predicate: () => T
  readonly timeoutMs: number
  readonly describe: () => string
  /** Calls back after each change of the page; returns a function that ends it. */
  readonly onChange: (listener: () => void) => () => void
}

/** Resolves to the first truthy result. While the predicate throws, it is called again. */
export function waitUntil<T>({ predicate, timeoutMs, describe, onChange }: WaitOptions<T>): Promise<NonNullable<T>> {
  return new Promise((resolve, reject) => {
    let isOver = false
    let cause: unknown
    const end = (): void => {
      isOver = true
      clearTimeout(timeout)
      clearInterval(poll)
      forget()
    }
    const check = (): void => {
      if (isOver) return
      try {
        const result = predicate()
        if (!result) return
        end()
        resolve(result)
      } catch (error) {
        cause = error
      }
    }
    const timeout = setTimeout(() => {
      end()
      reject(new Error(`not true within ${timeoutMs} ms\n${describe()}`, { cause }))
    }, timeoutMs)
    const poll = setInterval(check, POLL_INTERVAL_MS)
    // not during the setData, because the predicate may tap
    const forget = onChange(() => {
      queueMicrotask(check)
    })
    check()
  })
}
