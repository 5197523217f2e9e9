import { WECHAT_PATHS } from '@uni-phone/test-support/product'
import type { FaultRow } from './fault-row'
import type { Product } from './product'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

/** Two exchanges that failed for want of a token: the client pauses before it asks for one again. */
async function failTwice(product: Product): Promise<void> {
  product.emulator.addFault({ path: WECHAT_PATHS.token, times: 2, fault: { status: 502 } })
  await product.exchange()
  await product.exchange()
}

/** Two refusals that no new token followed: the client pauses before it heals again. */
async function healInVain(product: Product): Promise<void> {
  for (let times = 0; times < 2; times += 1) {
    product.emulator.addFault({ path: WECHAT_PATHS.phone, fault: { errcode: 40001 } })
    await product.exchange()
  }
}

/** Clocks that are wrong, and what ends before its time. */
export const CLOCK_FAULTS: readonly FaultRow[] = [
  {
    name: "clock: WeChat's goes on by two hours, and the token has expired there alone",
    beforeTap: async (product) => {
      await product.exchange()
      product.emulator.advance(2 * HOUR_MS)
    },
    answer: '200',
    seen: 'token 1, phone 2',
  },
  {
    name: 'clock: ours goes on by two hours, and the token seems to have expired',
    beforeTap: async (product) => {
      await product.exchange()
      await product.moveOurClock(2 * HOUR_MS)
    },
    answer: '200',
    seen: 'token 1, phone 1',
  },
  {
    name: 'clock: both go on by a day',
    beforeTap: async (product) => {
      await product.exchange()
      product.emulator.advance(DAY_MS)
      await product.moveOurClock(DAY_MS)
    },
    answer: '200',
    seen: 'token 1, phone 1',
  },
  {
    name: 'clock: ours goes back by a day',
    beforeTap: async (product) => {
      await product.exchange()
      await product.moveOurClock(-DAY_MS)
    },
    answer: '200',
    seen: 'phone 1',
  },
  {
    name: 'clock: ours goes back by an hour while the client pauses after failed fetches',
    beforeTap: async (product) => {
      await failTwice(product)
      await product.moveOurClock(-HOUR_MS)
    },
    answer: '200',
    seen: 'token 1, phone 1',
  },
  {
    name: 'clock: ours goes back by an hour while the client pauses after heals in vain',
    beforeTap: async (product) => {
      await healInVain(product)
      await product.moveOurClock(-HOUR_MS)
      product.emulator.revokeTokens()
    },
    answer: '200',
    seen: 'token 1, phone 2',
  },
  {
    name: 'clock: ours is eleven minutes ahead of the watermark',
    beforeTap: ({ moveOurClock }) => moveOurClock(11 * MINUTE_MS),
    answer: '200',
    seen: 'token 1, phone 1',
  },
  {
    name: 'clock: five minutes pass between the tap and the request',
    beforeRequest: async ({ emulator }) => {
      emulator.advance(5 * MINUTE_MS + 1)
    },
    answer: '409 code_rejected',
    seen: 'token 1, phone 1',
  },
  {
    name: 'clock: ours goes on by eleven minutes between the answer and the retry, and the answer is kept',
    answer: '200',
    seen: 'token 1, phone 1',
    beforeRetry: ({ moveOurClock }) => moveOurClock(11 * MINUTE_MS),
  },
  {
    name: 'clock: ours goes back by a day between the answer and the retry',
    answer: '200',
    seen: 'token 1, phone 1',
    beforeRetry: ({ moveOurClock }) => moveOurClock(-DAY_MS),
  },
  {
    name: 'clock: what the old way encrypted is six minutes old by ours',
    body: 'encrypted data',
    beforeRequest: ({ moveOurClock }) => moveOurClock(6 * MINUTE_MS),
    answer: '409 code_rejected',
    seen: 'session 1',
  },
  {
    name: 'token: revoked',
    beforeTap: async (product) => {
      await product.exchange()
      product.emulator.revokeTokens()
    },
    answer: '200',
    seen: 'token 1, phone 2',
  },
  {
    name: 'classic: revoked',
    tokens: 'classic',
    beforeTap: async (product) => {
      await product.exchange()
      product.emulator.revokeTokens()
    },
    answer: '200',
    seen: 'classic 1, phone 2',
  },
]
