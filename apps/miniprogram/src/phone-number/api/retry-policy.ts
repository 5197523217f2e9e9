import { ApiError } from './api-error'

/** How long to wait before the same request is sent again. */
export interface Patience {
  /** Milliseconds; undefined when it is the person's turn: nothing to retry, four retries made, or ten seconds over. */
  nextDelayMs: (error: unknown) => number | undefined
  /** Time without a network does not count. */
  excuse: (ms: number) => void
}

const DELAYS_MS = [500, 1_000, 2_000, 4_000]
const WINDOW_MS = 10_000

/** The ten seconds begin with the first failure. A `Retry-After` that reaches beyond them is the person's to wait for. */
export function createPatience(now: () => number): Patience {
  let retries = 0
  let until: number | undefined

  return {
    nextDelayMs(error) {
      const delay = DELAYS_MS[retries]
      if (!(error instanceof ApiError) || !error.retryable || delay === undefined) return undefined
      until ??= now() + WINDOW_MS
      const wait = Math.max(delay, (error.retryAfterSeconds ?? 0) * 1000)
      if (now() + wait > until) return undefined
      retries += 1
      return wait
    },
    excuse(ms) {
      if (until !== undefined) until += ms
    },
  }
}
