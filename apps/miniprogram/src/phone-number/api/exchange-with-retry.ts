import type { Clock } from './clock'
import type { Connection } from './connection'
import { createPatience } from './patience'
import type { PhoneNumberApi, PhoneNumberRequest, PhoneNumberResponse } from './phone-number-api'

export interface Attempt {
  key: string
  request: PhoneNumberRequest
}

/** Why nothing is under way at the moment. */
export type Waiting = 'retry' | 'offline'

interface PatientExchangeOptions {
  api: PhoneNumberApi
  clock: Clock
  connection: Connection
}

export type PatientExchange = (attempt: Attempt, onWait: (waiting: Waiting) => void) => Promise<PhoneNumberResponse>

/**
 * Sends a request, and again under the same key while its answer is lost or the error says that it may be sent again:
 * the server answers a key once, so nobody is billed twice. Rejects with the last error.
 */
export function createPatientExchange({ api, clock, connection }: PatientExchangeOptions): PatientExchange {
  const sleep = (ms: number) => new Promise<void>((resolve) => void clock.after(ms, resolve))

  async function waitOffline(onWait: (waiting: Waiting) => void): Promise<number> {
    if (await connection.isOnline()) return 0
    const since = clock.now()
    onWait('offline')
    await connection.untilOnline()
    return clock.now() - since
  }

  return async ({ key, request }, onWait) => {
    const patience = createPatience(clock.now)
    for (;;) {
      try {
        return await api.exchange(request, key)
      } catch (error) {
        const delay = patience.nextDelayMs(error)
        if (delay === undefined) throw error
        if (await connection.isOnline()) {
          onWait('retry')
          await sleep(delay)
        }
        patience.excuse(await waitOffline(onWait))
      }
    }
  }
}
