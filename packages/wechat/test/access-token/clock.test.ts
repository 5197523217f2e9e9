import { describe, expect, test } from 'vitest'
import { PHONE_PATH, rejection, setup, TOKEN_PATH } from '../setup'

const HOUR_MS = 3_600_000

describe('a clock that is set back', () => {
  test('ends the cooldown after failed token fetches', async () => {
    await using t = await setup()
    t.emulator.addFault({ path: TOKEN_PATH, times: 2, fault: { status: 502 } })
    for (let n = 0; n < 3; n += 1) await rejection(t.client.getAccessToken())
    expect(t.calls(TOKEN_PATH)).toBe(2)
    t.advance(-HOUR_MS)
    expect(await t.client.getAccessToken()).toMatch(/^\d+_/)
  })

  test('ends the cooldown after a refresh that returned the rejected token', async () => {
    await using t = await setup()
    for (let n = 0; n < 2; n += 1) {
      t.emulator.addFault({ path: PHONE_PATH, fault: { errcode: 40001 } })
      await t.exchange()
    }
    t.advance(-HOUR_MS)
    t.emulator.revokeTokens()
    expect(await t.exchange()).toMatchObject({ phoneNumber: '13800138000' })
  })

  test('does not block a forced refresh', async () => {
    await using t = await setup()
    const forced = () => t.events.filter((event) => event.type === 'token_fetched' && event.cause === 'forced').length
    for (let n = 0; n < 2; n += 1) {
      t.emulator.addFault({ path: PHONE_PATH, fault: { errcode: 40001 } })
      await t.exchange()
      t.advance(-HOUR_MS)
    }
    expect(forced()).toBe(2)
  })
})

test('after the clock moves forward by a day the token is fetched again, and no exchange fails', async () => {
  await using t = await setup()
  await t.exchange()
  t.advance(24 * HOUR_MS)
  expect(await t.exchange()).toMatchObject({ phoneNumber: '13800138000' })
  expect(t.calls(TOKEN_PATH)).toBe(2)
})
