import { describe, expect, test } from 'vitest'
import { PHONE_INFO, PHONE_PATH, rejection, type Setup, setup } from '../setup'

const OPENID = 'oAbcdefghijklmnopqrstuvwxyz0'
const STRANGER = 'oZyxwvutsrqponmlkjihgfedcba0'

const newCode = (t: Setup): string => t.emulator.createPhoneCode({ phoneNumber: '13800138000', openid: OPENID }).code

/** Returns the JSON bodies of the phone calls. Values of codes are masked by the emulator. */
const bodies = (t: Setup): unknown[] =>
  t.emulator
    .requests()
    .filter(({ path }) => path === PHONE_PATH)
    .map(({ body }) => body)

describe('getPhoneNumber with an openid', () => {
  test('reports that WeChat checked the pair', async () => {
    await using t = await setup()
    expect(await t.client.getPhoneNumber(newCode(t), { openid: OPENID })).toEqual({
      ...PHONE_INFO,
      openidChecked: true,
    })
  })

  test('is refused for the code of another user, and the code is sent once', async () => {
    await using t = await setup()
    const failure = await rejection(t.client.getPhoneNumber(newCode(t), { openid: STRANGER }))
    expect(failure).toMatchObject({ code: 'code_rejected', errcode: 40029 })
    expect(t.calls(PHONE_PATH)).toBe(1)
  })

  test.each([40003, 40029])('is code_rejected if WeChat answers %i', async (errcode) => {
    await using t = await setup()
    t.emulator.addFault({ path: PHONE_PATH, fault: { errcode } })
    const failure = await rejection(t.client.getPhoneNumber(newCode(t), { openid: STRANGER }))
    expect(failure).toMatchObject({ code: 'code_rejected', errcode })
  })

  test('stays checked over a rejected token and a busy WeChat', async () => {
    await using t = await setup()
    for (const errcode of [40001, -1, 42001]) t.emulator.addFault({ path: PHONE_PATH, fault: { errcode } })
    expect(await t.client.getPhoneNumber(newCode(t), { openid: OPENID })).toMatchObject({ openidChecked: true })
    expect(bodies(t)).toEqual(Array(4).fill(expect.objectContaining({ openid: OPENID })))
  })

  test.each([undefined, ''])('%j: an empty one is refused, none means unchecked', async (openid) => {
    await using t = await setup()
    const call = t.client.getPhoneNumber(newCode(t), { openid })
    if (openid === '') expect(await rejection(call)).toBeInstanceOf(TypeError)
    else expect(await call).toMatchObject({ openidChecked: false })
  })
})

describe('a 47001 for a call with an openid', () => {
  test('sends the code once more without it, and the pair counts as unchecked', async () => {
    await using t = await setup()
    t.emulator.addFault({ path: PHONE_PATH, fault: { errcode: 47001 } })
    let sent = 0
    const onSend = (): void => {
      sent += 1
    }
    const result = await t.client.getPhoneNumber(newCode(t), { openid: OPENID, onSend })
    expect(result).toEqual({ ...PHONE_INFO, openidChecked: false })
    expect(bodies(t)).toEqual([expect.objectContaining({ openid: OPENID }), { code: expect.any(String) as string }])
    expect(sent).toBe(2)
  })

  test('leaves the outcome unknown if a 40029 follows', async () => {
    await using t = await setup()
    for (const errcode of [47001, 40029]) t.emulator.addFault({ path: PHONE_PATH, fault: { errcode } })
    const failure = await rejection(t.client.getPhoneNumber(newCode(t), { openid: OPENID }))
    expect(failure).toMatchObject({ code: 'outcome_unknown', errcode: 40029 })
    expect(t.calls(PHONE_PATH)).toBe(2)
  })

  test('is misconfigured if it follows again, or without an openid', async () => {
    await using t = await setup()
    t.emulator.addFault({ path: PHONE_PATH, times: 3, fault: { errcode: 47001 } })
    const expected = { code: 'misconfigured', errcode: 47001 }
    expect(await rejection(t.client.getPhoneNumber(newCode(t), { openid: OPENID }))).toMatchObject(expected)
    expect(await rejection(t.client.getPhoneNumber(newCode(t)))).toMatchObject(expected)
    expect(t.calls(PHONE_PATH)).toBe(3)
  })
})
