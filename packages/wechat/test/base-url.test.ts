import { startEmulator } from '@uni-phone/wechat-emulator'
import { describe, expect, test } from 'vitest'
import { PHONE_PATH, rejection, type Setup, setup, TOKEN_PATH } from './setup'

const UNREACHABLE = 'http://127.0.0.1:1'

const unreachable = (t: Setup): unknown[] =>
  t.events.flatMap((event) => (event.type === 'base_url_unreachable' ? [event.baseUrl] : []))

describe('several base URLs', () => {
  test('the next one is used if the first cannot be reached, and the code is sent once', async () => {
    await using t = await setup()
    const client = t.create({ baseUrl: [UNREACHABLE, t.emulator.url] })
    expect(await client.getPhoneNumber(t.newCode())).toMatchObject({ phoneNumber: '13800138000' })
    expect(t.calls(PHONE_PATH)).toBe(1)
    await client.close()
  })

  test('one that cannot be reached is not tried again for a minute', async () => {
    await using t = await setup()
    const client = t.create({ baseUrl: [UNREACHABLE, t.emulator.url] })
    for (let n = 0; n < 5; n += 1) await client.getPhoneNumber(t.newCode())
    expect(unreachable(t)).toEqual([UNREACHABLE])
    t.advance(61_000)
    await client.getPhoneNumber(t.newCode())
    expect(unreachable(t)).toEqual([UNREACHABLE, UNREACHABLE])
    await client.close()
  })

  test('the first one is used again once it is back', async () => {
    await using t = await setup()
    const first = await startEmulator({ port: 0, now: () => Date.now() })
    await first.close()
    const client = t.create({ baseUrl: [first.url, t.emulator.url], accessToken: 'stable' })
    await client.getPhoneNumber(t.newCode())
    const back = await startEmulator({ port: Number(new URL(first.url).port), now: () => Date.now() })
    t.advance(61_000)
    await rejection(client.getPhoneNumber(t.newCode()))
    expect(back.requests().map(({ path }) => path)).toContain(PHONE_PATH)
    await client.close()
    await back.close()
  })

  test.each(['before', 'after'] as const)(
    'a code whose connection was reset %s WeChat handled it is not sent to the next one',
    async (reset) => {
      await using t = await setup()
      await using other = await setup()
      const client = t.create({ baseUrl: [t.emulator.url, other.emulator.url] })
      t.emulator.addFault({ path: PHONE_PATH, fault: { reset } })
      const expected = { code: 'outcome_unknown', reason: 'connection' }
      expect(await rejection(client.getPhoneNumber(t.newCode()))).toMatchObject(expected)
      expect(other.emulator.requests()).toEqual([])
      await client.close()
    },
  )

  test('an HTTP error of the first is no reason to use the next', async () => {
    await using t = await setup()
    await using other = await setup()
    const client = t.create({ baseUrl: [t.emulator.url, other.emulator.url] })
    t.emulator.addFault({ path: TOKEN_PATH, fault: { status: 502 } })
    expect(await rejection(client.getAccessToken())).toMatchObject({ httpStatus: 502 })
    expect(other.emulator.requests()).toEqual([])
    await client.close()
  })

  test('none that can be reached leaves the code unused', async () => {
    await using t = await setup()
    const client = t.create({ baseUrl: [UNREACHABLE, 'http://127.0.0.1:2'] })
    const expected = { code: 'unavailable', reason: 'connection' }
    expect(await rejection(client.getPhoneNumber('code'))).toMatchObject(expected)
    await client.close()
  })

  test.each([[[]], [['https://api.weixin.qq.com', 'api2.weixin.qq.com']]])('%j is a TypeError', async (baseUrl) => {
    await using t = await setup()
    expect(() => t.create({ baseUrl })).toThrow(TypeError)
  })
})
