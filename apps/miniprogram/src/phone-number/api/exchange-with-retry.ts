import { type Clock, startCountdown } from '../clock'
import type { Network } from '../wechat/network'
import { timeoutError } from './api-error'
import type { PhoneNumberResponse } from './api-types'
import type { ExchangePhoneNumber, KeyedRequest } from './phone-number-api'
import { createRetryDelay, createRetryPolicy, type Waiting } from './retry'

export interface ExchangeListener {
  readonly onWait: (waiting: Waiting) => void
  /** Called with the answer, and also with one that arrives after `send` gave up. */
  readonly onAnswer: (response: PhoneNumberResponse) => void
}

interface ExchangeWithRetryOptions {
  readonly exchange: ExchangePhoneNumber
  readonly clock: Clock
  readonly network: Network
}

/**
 * Time in front, without a wait for the network, after which the user gets a way on: the number may be paid for, and no
 * callback of the platform is certain to come.
 */
const LIMIT_MS = 14_000

/**
 * Sends a request, and sends it again under the same key after a lost reply or a retryable error. The server processes a
 * key once, so a retry costs nothing. `send` rejects with the last error once the user has to act; `wake` ends a delay.
 */
export function createExchangeWithRetry({ exchange, clock, network }: ExchangeWithRetryOptions) {
  const retryDelay = createRetryDelay({ clock, network })

  async function send(keyed: KeyedRequest, { onWait, onAnswer }: ExchangeListener): Promise<void> {
    let lastError: Error = timeoutError()
    let isOver = false
    const countdown = startCountdown(clock, LIMIT_MS)
    const nextDelayMs = createRetryPolicy(countdown.remainingMs)

    function notifyWait(waiting: Waiting): void {
      if (isOver) return
      if (waiting === 'offline') countdown.stop()
      onWait(waiting)
    }

    async function attempt(): Promise<true> {
      try {
        onAnswer(await exchange(keyed))
        return true
      } catch (error) {
        if (error instanceof Error) lastError = error
        const delay = nextDelayMs(error)
        if (delay === undefined) throw error
        await retryDelay.pause(delay, notifyWait)
        if (isOver) throw error
        countdown.start()
        return attempt()
      }
    }

    try {
      const isAnswered = await Promise.race([attempt(), countdown.ended])
      if (!isAnswered) throw lastError
    } finally {
      isOver = true
      countdown.stop()
    }
  }

  return { send, wake: retryDelay.wake }
}
