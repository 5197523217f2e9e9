import { EventEmitter } from 'node:events'

/** An AbortSignal as far as undici needs one, at a tenth of the cost: each call has its own. */
export interface CallSignal extends EventEmitter {
  aborted: boolean
  reason: Error | undefined
}

const createSignal = (): CallSignal => Object.assign(new EventEmitter(), { aborted: false, reason: undefined })

function abortSignal(signal: CallSignal, reason: Error): void {
  if (signal.aborted) return
  Object.assign(signal, { aborted: true, reason })
  signal.emit('abort', reason)
}

/** The one deadline of a call: everything it awaits ends when `signal` aborts. */
export interface Deadline {
  readonly signal: CallSignal
  /** Settles as `work` does, or rejects when the deadline passes; `work` itself goes on, for others who wait for it. */
  race<T>(work: Promise<T>): Promise<T>
  clear(): void
}

/** A deadline `timeoutMs` from now, or when the caller's own signal aborts, whichever comes first. */
export function createDeadline(timeoutMs: number, caller?: AbortSignal): Deadline {
  const signal = createSignal()
  const abort = (): void => {
    abortSignal(signal, new DOMException('aborted by the caller', 'AbortError'))
  }
  const timer = setTimeout(() => {
    abortSignal(signal, new DOMException('the deadline has passed', 'TimeoutError'))
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

async function raceSignal<T>(work: Promise<T>, signal: CallSignal): Promise<T> {
  if (signal.reason !== undefined) throw signal.reason
  let abort: (reason: Error) => void = () => undefined
  const aborted = new Promise<never>((_, reject) => {
    abort = reject
    signal.once('abort', abort)
  })
  try {
    return await Promise.race([work, aborted])
  } finally {
    signal.off('abort', abort)
  }
}

/** Whether an error is a deadline's: `timeout`, `aborted`, or neither. */
export function deadlineReason(error: unknown): 'timeout' | 'aborted' | undefined {
  if (!(error instanceof Error)) return undefined
  if (error.name === 'TimeoutError') return 'timeout'
  return error.name === 'AbortError' ? 'aborted' : undefined
}
