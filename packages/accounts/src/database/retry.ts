import { setTimeout as sleep } from 'node:timers/promises'
import { AccountsError, codeOf } from '../accounts-error'

/** Another transaction was in the way: the same one succeeds on its own. */
const CONFLICTS = new Set(['40001', '40P01', '55P03', 'SQLITE_BUSY', 'SQLITE_BUSY_SNAPSHOT', 'SQLITE_LOCKED'])
/** The row that was missing a moment ago is there now, or the other way round: look again. */
const RACES = new Set(['23503', '23505'])
const MAX_RACES = 5
/** PostgreSQL is starting, stopping, full or read-only after a failover, or the network is down. */
const AWAY = /^(?:08...|57P0[123]|53300|25006|E[A-Z_]+)$/
/** Node's own error, from `pg` without a code: a connection that ended, or a time limit. */
const LOST = /connection|timeout|terminated/i
const TIMED_OUT = '57014'
const MAX_PAUSE_MS = 50

type Failure = 'conflict' | 'race' | 'away' | 'late' | 'other'

function isLost(error: unknown): boolean {
  return error instanceof Error && LOST.test(error.message)
}

function classify(error: unknown): Failure {
  const code = codeOf(error)
  if (code === undefined) return isLost(error) ? 'away' : 'other'
  if (code === TIMED_OUT) return 'late'
  if (CONFLICTS.has(code)) return 'conflict'
  if (RACES.has(code)) return 'race'
  return AWAY.test(code) ? 'away' : 'other'
}

function toAccountsError(error: unknown): AccountsError {
  if (error instanceof AccountsError) return error
  const code = codeOf(error) ?? 'no code'
  const failure = classify(error)
  if (failure === 'other' || failure === 'race')
    return new AccountsError('database_failed', `The database refused (${code}).`, { cause: error })
  return new AccountsError('database_unavailable', `The database is away or locked (${code}).`, { cause: error })
}

function isWorthAnotherTry(error: unknown, attempts: number): boolean {
  const failure = classify(error)
  return failure === 'race' ? attempts < MAX_RACES : failure === 'conflict' || failure === 'away'
}

/** Random, so that those who wait for one lock do not all ask at the same moment. */
function pauseAfter(attempts: number): number {
  return Math.random() * Math.min(MAX_PAUSE_MS, 2 ** attempts)
}

export interface RetryLimits {
  /** How long to try while the database is away, in milliseconds. */
  readonly timeoutMs: number
  /** How long to try while another transaction is in the way. @default timeoutMs */
  readonly lockedMs?: number | undefined
}

/**
 * Runs work, and runs it again while the database is away, locked or changed under it, until the limit is over. Waiting
 * does not stop the event loop. Work must be a single transaction. Rejects with an `AccountsError`.
 */
export async function withRetries<T>(work: () => Promise<T>, limits: RetryLimits): Promise<T> {
  const { timeoutMs, lockedMs = timeoutMs } = limits
  const start = performance.now()
  for (let attempts = 1; ; attempts += 1) {
    try {
      return await work()
    } catch (error) {
      const pause = pauseAfter(attempts)
      const end = start + (classify(error) === 'conflict' ? lockedMs : timeoutMs)
      if (!isWorthAnotherTry(error, attempts) || performance.now() + pause > end) throw toAccountsError(error)
      await sleep(pause)
    }
  }
}
