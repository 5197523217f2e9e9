import { ApiError } from './api-error'

const DELAYS_MS = [500, 1_000, 2_000, 4_000]
const WINDOW_MS = 10_000

/**
 * Decides when one request is sent again: at most four times, within ten seconds of its first failure.
 *
 * `nextDelayMs` returns milliseconds, or undefined if the user has to act: the error is not retryable, or its
 * `Retry-After` goes beyond the ten seconds. `extend` adds time that does not count, such as time without a network.
 */
export function createRetryPolicy(now: () => number) {
  let retries = 0
  let until: number | undefined

  return {
    nextDelayMs(error: unknown): number | undefined {
      const delay = DELAYS_MS[retries]
      if (!(error instanceof ApiError) || !error.retryable || delay === undefined) return undefined
      until ??= now() + WINDOW_MS
      const wait = Math.max(delay, (error.retryAfterSeconds ?? 0) * 1000)
      if (now() + wait > until) return undefined
      retries += 1
      return wait
    },
    extend(ms: number): void {
      if (until !== undefined) until += ms
    },
  }
}
