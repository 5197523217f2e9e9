import { ApiError } from './api-error'

const DELAYS_MS = [500, 1_000, 2_000, 4_000]

/**
 * Returns the delay before the next attempt, in milliseconds: at most four attempts, and none that would start after
 * `remainingMs()`. Undefined if the user has to act.
 */
export function createRetryPolicy(remainingMs: () => number) {
  let retries = 0

  return (error: unknown): number | undefined => {
    const delay = DELAYS_MS[retries]
    if (!(error instanceof ApiError) || !error.retryable || delay === undefined) return undefined
    const wait = Math.max(delay, (error.retryAfterSeconds ?? 0) * 1000)
    if (wait >= remainingMs()) return undefined
    retries += 1
    return wait
  }
}
