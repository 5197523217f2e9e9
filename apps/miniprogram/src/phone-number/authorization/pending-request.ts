import type { KeyedRequest } from '../api/phone-number-api'
import type { Clock } from '../clock'

/** How long the server keeps the answer of a key. */
const KEPT_MS = 10 * 60_000

/**
 * Holds the request without a final answer, which the user may send again. `get` returns undefined once the server has
 * forgotten its key; `onExpired` is called at that moment.
 */
export function createPendingRequest(clock: Clock, onExpired: () => void) {
  let pending: { request: KeyedRequest; until: number } | undefined
  let cancelExpiry: () => void = () => undefined

  function clear(): void {
    cancelExpiry()
    pending = undefined
  }

  return {
    get: () => (pending !== undefined && clock.now() < pending.until ? pending.request : undefined),
    set(request: KeyedRequest): void {
      // the time runs from the first attempt: the server's answer may be that old
      if (pending?.request === request) return
      clear()
      pending = { request, until: clock.now() + KEPT_MS }
      cancelExpiry = clock.after(KEPT_MS, () => {
        clear()
        onExpired()
      })
    },
    clear,
  }
}
