import { SANDBOX_APP_ID, SANDBOX_APP_SECRET } from '@uni-phone/wechat-emulator'
import { describe, expect, test } from 'vitest'
import { WeChatError } from '../../src/index'
import { concurrently, PHONE_INFO, PHONE_PATH, rejection, type Setup, setup, TOKEN_PATH } from '../setup'

const NUMBER = { phoneNumber: '13800138000' }

describe('a token endpoint', () => {
  test('that is busy (-1) is called once more', async () => {
    await using t = await setup()
    t.emulator.addFault({ path: TOKEN_PATH, fault: { errcode: -1 } })
    expect(await t.exchange()).toMatchObject(NUMBER)
    expect(t.calls(TOKEN_PATH)).toBe(2)
  })

  test('that stays busy is called twice, not four times', async () => {
    await using t = await setup()
    t.emulator.addFault({ path: TOKEN_PATH, times: 2, fault: { errcode: -1 } })
    expect(await rejection(t.exchange())).toMatchObject({ code: 'unavailable', errcode: -1 })
    expect(t.calls(TOKEN_PATH)).toBe(2)
  })

  test('that answers an HTTP error gives an error that names it', async () => {
    await using t = await setup()
    t.emulator.addFault({ path: TOKEN_PATH, fault: { status: 502 } })
    const expected = { code: 'unavailable', endpoint: 'stable_token', httpStatus: 502 }
    expect(await rejection(t.exchange())).toMatchObject(expected)
  })

  test('that refuses the credentials is not called for each exchange', async () => {
    await using t = await setup()
    t.emulator.addFault({ path: TOKEN_PATH, times: 1000, fault: { errcode: 40125 } })
    for (let n = 0; n < 50; n += 1)
      expect(await rejection(t.exchange())).toMatchObject({ code: 'misconfigured', errcode: 40125 })
    expect(t.calls(TOKEN_PATH)).toBe(2)
  })

  test('reports a wrong secret as 40001', async () => {
    await using t = await setup()
    t.emulator.addFault({ path: TOKEN_PATH, fault: { errcode: 40001 } })
    expect(await rejection(t.client.getAccessToken())).toMatchObject({ code: 'misconfigured', errcode: 40001 })
  })

  test.each([
    ['203.0.113.7 ipv6 ::ffff:203.0.113.7', '203.0.113.7'],
    ['13800138000', undefined],
  ])('reports the address of a 40164 only if it is one (%s)', async (text, refusedAddress) => {
    await using t = await setup()
    const errmsg = `invalid ip ${text}, not in whitelist rid: 5fab84d2-09424a07-00bd7fe3`
    t.emulator.addFault({ path: TOKEN_PATH, fault: { body: JSON.stringify({ errcode: 40164, errmsg }) } })
    expect(await rejection(t.client.getAccessToken())).toMatchObject({ errcode: 40164, refusedAddress })
  })
})

/** Another program forces a refresh: our token is dead, and stable mode returns the new one. */
async function supersede(t: Setup): Promise<void> {
  const account = { grant_type: 'client_credential', appid: SANDBOX_APP_ID, secret: SANDBOX_APP_SECRET }
  const reply = await fetch(`${t.emulator.url}${TOKEN_PATH}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...account, force_refresh: true }),
  })
  expect(await reply.json()).toMatchObject({ expires_in: 7200 })
}

describe('a rejected token', () => {
  test.each([40001, 40014, 42001])('(%i) is refreshed, and the code is sent once more', async (errcode) => {
    await using t = await setup()
    t.emulator.addFault({ path: PHONE_PATH, fault: { errcode } })
    expect(await t.exchange()).toMatchObject(NUMBER)
    expect(t.calls(PHONE_PATH)).toBe(2)
  })

  test('that is rejected again after the refresh leaves the code unused', async () => {
    await using t = await setup()
    t.emulator.addFault({ path: PHONE_PATH, times: 2, fault: { errcode: 40001 } })
    const expected = { code: 'unavailable', reason: 'token_rejected', errcode: 40001 }
    expect(await rejection(t.exchange())).toMatchObject(expected)
    expect(t.calls(PHONE_PATH)).toBe(2)
  })

  test('is refreshed once for 100 exchanges', async () => {
    await using t = await setup()
    await t.client.getAccessToken()
    await supersede(t)
    const before = t.calls(TOKEN_PATH)
    expect(await concurrently(100, t.exchange)).toHaveLength(100)
    expect(t.calls(TOKEN_PATH) - before).toBe(1)
  })

  test('that is reported late does not discard its successor', async () => {
    await using t = await setup()
    await t.client.getAccessToken()
    await supersede(t)
    const before = t.calls(TOKEN_PATH)
    t.emulator.addFault({ path: PHONE_PATH, fault: { delayMs: 150 } })
    const late = t.exchange()
    await expect.poll(() => t.calls(PHONE_PATH)).toBe(1)
    await t.exchange()
    await late
    expect(t.calls(TOKEN_PATH) - before).toBe(1)
  })

  test('whose refresh fails gives the same error to everyone who waited', async () => {
    await using t = await setup()
    await t.client.getAccessToken()
    await supersede(t)
    const before = t.calls(TOKEN_PATH)
    t.emulator.addFault({ path: TOKEN_PATH, times: 1000, fault: { status: 502 } })
    const failures = await concurrently(50, () => rejection(t.exchange()))
    expect(failures.every((failure) => failure instanceof WeChatError && failure.code === 'unavailable')).toBe(true)
    expect(t.calls(TOKEN_PATH) - before).toBe(1)
  })
})

describe('getAccessToken', () => {
  test('rejects while WeChat refuses the current token, and tries to replace it', async () => {
    await using t = await setup()
    t.emulator.addFault({ path: PHONE_PATH, times: 2, fault: { errcode: 40001 } })
    const token = await t.client.getAccessToken()
    t.emulator.addFault({
      path: TOKEN_PATH,
      times: 3,
      fault: { body: JSON.stringify({ access_token: token, expires_in: 7200 }) },
    })
    await rejection(t.exchange())
    const refused = { code: 'unavailable', reason: 'token_rejected', errcode: 40001 }
    expect(await rejection(t.client.getAccessToken())).toMatchObject(refused)
    expect(t.calls(TOKEN_PATH)).toBe(3)
    t.advance(31_000)
    expect(await t.client.getAccessToken()).not.toBe(token)
  })

  test('rejects while a refused token cannot be replaced, and recovers with the token endpoint', async () => {
    await using t = await setup()
    await t.client.getAccessToken()
    t.emulator.revokeTokens()
    t.emulator.addFault({ path: TOKEN_PATH, times: 2, fault: { status: 502 } })
    for (let n = 0; n < 3; n += 1) {
      expect(await rejection(t.exchange())).toMatchObject({ code: 'unavailable', httpStatus: 502 })
      expect(await rejection(t.client.getAccessToken())).toMatchObject({ code: 'unavailable', httpStatus: 502 })
    }
    expect(t.calls(PHONE_PATH)).toBe(1)
    t.advance(60_000)
    expect(await t.client.getAccessToken()).toMatch(/^\d+_/)
  })

  test('returns a token again that WeChat refused once and then accepted', async () => {
    await using t = await setup({ accessToken: async () => ({ accessToken: '73_a', expiresInSeconds: 7200 }) })
    const succeed = { body: JSON.stringify({ errcode: 0, errmsg: 'ok', phone_info: PHONE_INFO }) }
    t.emulator.addFault({ path: PHONE_PATH, fault: { errcode: 40001 } })
    t.emulator.addFault({ path: PHONE_PATH, fault: succeed })
    await t.exchange()
    expect(await t.client.getAccessToken()).toBe('73_a')
  })
})

describe('a forced refresh', () => {
  const forced = (t: Setup) =>
    t.events.filter((event) => event.type === 'token_fetched' && event.cause === 'forced').length

  async function rejectRepeatedly(t: Setup, times: number, intervalMs: number): Promise<void> {
    for (let n = 0; n < times; n += 1) {
      t.emulator.addFault({ path: PHONE_PATH, fault: { errcode: 40001 } })
      await t.exchange()
      t.advance(intervalMs)
    }
  }

  test('follows a refresh that returned the rejected token again', async () => {
    await using t = await setup()
    await rejectRepeatedly(t, 1, 0)
    const causes = t.events.flatMap((event) => (event.type === 'token_fetched' ? [event.cause] : []))
    expect(causes).toEqual(['first', 'rejected', 'forced'])
  })

  test('happens at most every 30 seconds', async () => {
    await using t = await setup()
    await rejectRepeatedly(t, 4, 10_000)
    expect(forced(t)).toBe(2)
  })

  test('happens at most 20 times a day', async () => {
    await using t = await setup()
    await rejectRepeatedly(t, 25, 31_000)
    expect(forced(t)).toBe(20)
  })

  test('that WeChat refuses (45009) does not fail the exchange', async () => {
    await using t = await setup()
    await t.client.getAccessToken()
    t.emulator.addFault({ path: PHONE_PATH, fault: { errcode: 40001 } })
    t.emulator.addFault({ path: TOKEN_PATH, fault: { delayMs: 0 } })
    t.emulator.addFault({ path: TOKEN_PATH, fault: { errcode: 45009 } })
    expect(await t.exchange()).toMatchObject(NUMBER)
    expect(t.calls(PHONE_PATH)).toBe(2)
  })
})
