import type { Clock } from './clock'
import type { Attempt } from './patient-exchange'

/** The request that the person may send again. */
export interface UnansweredAttempt {
  /** Undefined when there is none, or the server has forgotten its key. */
  read: () => Attempt | undefined
  keep: (attempt: Attempt) => void
  drop: () => void
}

/** The server keeps an answer for ten minutes. */
const KEPT_MS = 10 * 60_000

/** `onExpired` is called when the time is over; until then the same key gets the same answer. */
export function createUnansweredAttempt(clock: Clock, onExpired: () => void): UnansweredAttempt {
  let kept: { attempt: Attempt; until: number } | undefined
  let cancel: () => void = () => undefined

  function drop(): void {
    cancel()
    kept = undefined
  }

  return {
    read: () => (kept !== undefined && clock.now() < kept.until ? kept.attempt : undefined),
    keep(attempt) {
      // the time runs from the first sending: the server's answer may be as old as that
      if (kept?.attempt === attempt) return
      drop()
      kept = { attempt, until: clock.now() + KEPT_MS }
      cancel = clock.after(KEPT_MS, () => {
        drop()
        onExpired()
      })
    },
    drop,
  }
}
