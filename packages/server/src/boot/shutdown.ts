import process from 'node:process'
import { describeError, type Log } from '../observability'

/** Options of `stopOnSignals`. */
export interface ShutdownOptions {
  readonly log: Log
  /** How long the server still serves after the signal, in milliseconds. */
  readonly graceMs: number
  /** Time for the work that is left, in milliseconds; a stop that takes longer is broken off. */
  readonly maxWorkMs: number
  /** Announces the stop: from now on this instance wants no new requests. */
  readonly retire: () => void
  /** Finishes all work and closes what is open. */
  readonly close: () => Promise<void>
  /** Writes the last lines of the log. */
  readonly end: () => Promise<void>
}

const SIGNALS = ['SIGTERM', 'SIGINT'] as const

/** Waits for the grace period or the next signal; the one after that ends the process, as it does by default. */
function waitForGrace(graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer)
      for (const name of SIGNALS) process.off(name, end)
      resolve()
    }
    const timer = setTimeout(end, graceMs)
    for (const name of SIGNALS) process.on(name, end)
  })
}

/**
 * Stops the process on SIGTERM or SIGINT without losing a request: readiness fails first, the server serves on while the
 * proxy turns to other instances, then all work is finished. A second signal ends the grace period.
 *
 * An error that nobody handles, mostly a promise that a handler of the business forgot, stops the process likewise: its
 * state is unknown, but the exchanges under way are paid for. Its message stays out of the log.
 */
export function stopOnSignals({ log, graceMs, maxWorkMs, retire, close, end }: ShutdownOptions): void {
  let stopping = false

  async function stop(reason: string): Promise<void> {
    if (stopping) return
    stopping = true
    log.info({ reason, graceMs }, 'stopping: /readyz fails from now on, requests in flight are finished first')
    retire()
    if (graceMs > 0) await waitForGrace(graceMs)
    setTimeout(() => process.exit(1), maxWorkMs).unref()
    await close()
    log.info({}, 'stopped')
    await end()
    // what a handler past its deadline has left open must not keep the process
    process.exit()
  }

  for (const name of SIGNALS) process.once(name, () => void stop(name))
  process.on('uncaughtException', (error: unknown) => {
    process.exitCode = 1
    log.error(
      { ...describeError(error), zh: '有错误或 Promise 未被处理；进程将在完成进行中的请求后退出' },
      'an error or a rejected promise was not handled: the process finishes its requests and exits',
    )
    void stop('uncaught error')
  })
}
