import type { Clock } from '../clock'
import type { Network } from '../wechat/network'
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

/** The reason why no request is in flight: a delay before the next attempt, or no network. */
export type Waiting = 'retry' | 'offline'

/** Phones do not report every return of the network, so it is looked up as well. */
const LOOK_UP_NETWORK_MS = 2_000

/**
 * Waits before the next attempt. `pause` waits `ms` milliseconds, and then for a network if there is none; `wake` ends
 * it: the page is shown again, or the user does not want to wait.
 */
export function createRetryDelay({ clock, network }: { readonly clock: Clock; readonly network: Network }) {
  let wake: () => void = () => undefined

  /** Resolves with true if it was woken. */
  function sleep(ms: number): Promise<boolean> {
    return new Promise((resolve) => {
      const cancel = clock.after(ms, () => {
        resolve(false)
      })
      wake = () => {
        cancel()
        resolve(true)
      }
    })
  }

  async function waitForNetwork(): Promise<void> {
    const unsubscribe = network.onOnline(() => {
      wake()
    })
    while (!(await sleep(LOOK_UP_NETWORK_MS)) && !(await network.isOnline())) continue
    unsubscribe()
  }

  async function pause(ms: number, onWait: (waiting: Waiting) => void): Promise<void> {
    if (await network.isOnline()) {
      onWait('retry')
      await sleep(ms)
    }
    if (await network.isOnline()) return
    onWait('offline')
    await waitForNetwork()
  }

  return {
    pause,
    wake: () => {
      wake()
    },
  }
}
