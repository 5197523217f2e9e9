import { expect, test } from 'vitest'
import { PHONE_PATH, rejection, setup, TOKEN_PATH } from '../setup'

const HOUR_MS = 3_600_000

test('a clock that is set back ends the pause after failed token fetches', async () => {
  await using t = await setup()
  t.emulator.addFault({ path: TOKEN_PATH, times: 2, fault: { status: 502 } })
  for (let n = 0; n < 3; n += 1) await rejection(t.client.getAccessToken())
  expect(t.calls(TOKEN_PATH)).toBe(2)
  t.advance(-HOUR_MS)
  expect(await t.client.getAccessToken()).toMatch(/^\d+_/)
})

test('a clock that is set back ends the pause after a heal that changed nothing', async () => {
  await using t = await setup()
  for (let n = 0; n < 2; n += 1) {
    t.emulator.addFault({ path: PHONE_PATH, fault: { errcode: 40001 } })
    await t.client.getPhoneNumber(t.newCode())
  }
  t.advance(-HOUR_MS)
  t.emulator.revokeTokens()
  expect(await t.client.getPhoneNumber(t.newCode())).toMatchObject({ phoneNumber: '13800138000' })
})

test('a clock that is set back does not take force away', async () => {
  await using t = await setup()
  const forced = () => t.events.filter((event) => event.type === 'token_fetched' && event.cause === 'forced').length
  for (let n = 0; n < 2; n += 1) {
    t.emulator.addFault({ path: PHONE_PATH, fault: { errcode: 40001 } })
    await t.client.getPhoneNumber(t.newCode())
    t.advance(-HOUR_MS)
  }
  expect(forced()).toBe(2)
})

test('a clock that goes on by a day asks for the token again, and no exchange fails', async () => {
  await using t = await setup()
  await t.client.getPhoneNumber(t.newCode())
  t.advance(24 * HOUR_MS)
  expect(await t.client.getPhoneNumber(t.newCode())).toMatchObject({ phoneNumber: '13800138000' })
  expect(t.calls(TOKEN_PATH)).toBe(2)
})
