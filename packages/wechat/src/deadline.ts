/** The one deadline of a call: everything it awaits ends when `signal` aborts. */
export interface Deadline {
  readonly signal: AbortSignal
  /** Settles as `work` does, or rejects when the deadline passes; `work` itself goes on, for others who wait for it. */
  race<T>(work: Promise<T>): Promise<T>
  clear(): void
}

/** A deadline `timeoutMs` from now, or when the caller's own signal aborts, whichever comes first. */
export function createDeadline(timeoutMs: number, caller?: AbortSignal): Deadline {
  const controller = new AbortController()
  const { signal } = controller
  const abort = (): void => {
    controller.abort(new DOMException('aborted by the caller', 'AbortError'))
  }
  const timer = setTimeout(() => {
    controller.abort(new DOMException('the deadline has passed', 'TimeoutError'))
  }, timeoutMs)
  if (caller?.aborted === true) abort()
  else caller?.addEventListener('abort', abort, { once: true })
  return {
    signal,
    race: (work) => raceSignal(work, signal),
    clear() {
      clearTimeout(timer)
      caller?.removeEventListener('abort', abort)
    },
  }
}

async function raceSignal<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted()
  let abort: () => void = () => undefined
  const aborted = new Promise<never>((_, reject) => {
    abort = () => {
      reject(signal.reason as Error)
    }
    signal.addEventListener('abort', abort, { once: true })
  })
  try {
    return await Promise.race([work, aborted])
  } finally {
    signal.removeEventListener('abort', abort)
  }
}

/** Whether an error is a deadline's: `timeout`, `aborted`, or neither. */
export function deadlineReason(error: unknown): 'timeout' | 'aborted' | undefined {
  if (!(error instanceof Error)) return undefined
  if (error.name === 'TimeoutError') return 'timeout'
  return error.name === 'AbortError' ? 'aborted' : undefined
}
