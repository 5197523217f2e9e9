import { SANDBOX_APP_ID } from '@uni-phone/wechat-emulator'
import { expect, onTestFinished, test, vi } from 'vitest'
import type { ExchangeClient } from '../src/exchange'
import { ORPHANED_AFTER_MS } from '../src/idempotency/store'
import { setup } from './setup'

/** A WeChat that takes all the time it is given to tell who is there. It says how long it was waited for in all. */
function createSlowSessions(): { readonly wechat: ExchangeClient; readonly waitedMs: () => number } {
  let now = performance.now()
  const startedAt = now
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => now)
  onTestFinished(() => {
    clock.mockRestore()
  })
  const wechat: ExchangeClient = {
    async codeToSession(_, { timeoutMs = 0 } = {}) {
      now += timeoutMs
      return { openid: 'o', sessionKey: 'k' }
    },
    async getPhoneNumber(_, { timeoutMs = 0 } = {}) {
      expect(timeoutMs).toBeGreaterThan(0)
      now += timeoutMs
      const watermark = { timestamp: 1, appid: SANDBOX_APP_ID }
      const number = { phoneNumber: '13800138000', purePhoneNumber: '13800138000', countryCode: '86' }
      return { ...number, watermark, openidChecked: true }
    },
  }
  return { wechat, waitedMs: () => now - startedAt }
}

test.each([100, 5_000, 8_400, 60_000])(
  'with REQUEST_TIMEOUT_MS=%i both calls to WeChat end before another instance calls the exchange dead',
  async (requestTimeoutMs) => {
    const { wechat, waitedMs } = createSlowSessions()
    await using t = await setup({ wechat, checkOpenid: true, requestTimeoutMs })
    expect((await t.post({ code: 'code', loginCode: 'login' })).status).toBe(200)
    expect(waitedMs()).toBeLessThan(ORPHANED_AFTER_MS)
  },
)
