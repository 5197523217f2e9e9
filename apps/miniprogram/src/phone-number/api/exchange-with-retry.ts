import type { Clock } from '../clock'
import type { Network } from '../wechat/network'
import type { ExchangePhoneNumber, PhoneNumberRequest, PhoneNumberResponse } from './phone-number-api'
import { createRetryPolicy } from './retry-policy'

/** A request and the idempotency key that it is always sent with. */
export interface KeyedRequest {
  readonly key: string
  readonly request: PhoneNumberRequest
}

/** The reason why no request is in flight: a delay before the next attempt, or no network. */
export type Waiting = 'retry' | 'offline'

interface ExchangeWithRetryOptions {
  readonly exchange: ExchangePhoneNumber
  readonly clock: Clock
  readonly network: Network
}

export type ExchangeWithRetry = (
  request: KeyedRequest,
  onWait: (waiting: Waiting) => void,
) => Promise<PhoneNumberResponse>

/**
 * Sends a request, and sends it again under the same key after a lost reply or a retryable error. The server processes a
 * key once, so a retry costs nothing. Rejects with the last error.
 */
export function createExchangeWithRetry({ exchange, clock, network }: ExchangeWithRetryOptions): ExchangeWithRetry {
  const sleep = (ms: number) => new Promise<void>((resolve) => void clock.after(ms, resolve))

  async function waitUntilOnline(onWait: (waiting: Waiting) => void): Promise<number> {
    if (await network.isOnline()) return 0
    const since = clock.now()
    onWait('offline')
    await network.whenOnline()
    return clock.now() - since
  }

  return async ({ key, request }, onWait) => {
    const policy = createRetryPolicy(clock.now)
    for (;;) {
      try {
        return await exchange(request, key)
      } catch (error) {
        const delay = policy.nextDelayMs(error)
        if (delay === undefined) throw error
        if (await network.isOnline()) {
          onWait('retry')
          await sleep(delay)
        }
        policy.extend(await waitUntilOnline(onWait))
      }
    }
  }
}
