import { describe, expect, test } from 'vitest'
import { OTHER_APP_ID, setup } from '../support/setup'

const HONG_KONG = { phoneNumber: '51234567', countryCode: '852', openid: 'oTester', unionid: 'uTester' }

describe('the test user', () => {
  test('is the user of a code that names none, and can be replaced', async () => {
    const { exchange, session, emulator } = setup()
    emulator.setTestUser(HONG_KONG)
    expect((await exchange(emulator.createPhoneCode().code)).json.phone_info).toMatchObject({
      phoneNumber: '+85251234567',
    })
    const { json } = await session(emulator.createLoginCode().code)
    expect(json).toMatchObject({ openid: 'oTester', unionid: 'uTester' })
    expect(emulator.state().testUser).toEqual({
      openid: 'oTester',
      unionid: 'uTester',
      phoneNumber: '+85****4567',
      countryCode: '852',
    })
  })

  test('when replaced leaves the codes made before as they are', async () => {
    const { exchange, emulator } = setup()
    const { code } = emulator.createPhoneCode()
    emulator.setTestUser(HONG_KONG)
    expect((await exchange(code)).json.phone_info).toMatchObject({ phoneNumber: '13800138000' })
  })

  test('is overridden by whatever a code names', async () => {
    const { exchange, session, emulator } = setup({ testUser: HONG_KONG })
    const { code } = emulator.createPhoneCode({ phoneNumber: '13900139000' })
    expect((await exchange(code)).json.phone_info).toMatchObject({ phoneNumber: '13900139000', countryCode: '86' })
    const { json } = await session(emulator.createLoginCode({ openid: 'oOther' }).code)
    expect(json).toMatchObject({ openid: 'oOther', unionid: 'uTester' })
  })

  test('has the given openid only in the emulator’s own AppID', async () => {
    const other = { appid: OTHER_APP_ID, secret: 'x' }
    const { session, emulator } = setup({ testUser: HONG_KONG, accounts: [other] })
    const { json } = await session(emulator.createLoginCode({ appid: OTHER_APP_ID }).code, other)
    expect(json.openid).not.toBe('oTester')
  })

  test('is the original one after {}, and the one of the options after a reset', () => {
    const { emulator } = setup({ testUser: { phoneNumber: '13900139000' } })
    emulator.setTestUser(HONG_KONG)
    emulator.reset()
    expect(emulator.state().testUser.phoneNumber).toBe('139****9000')
    emulator.setTestUser({})
    expect(emulator.state().testUser).toMatchObject({ phoneNumber: '138****8000', unionid: null })
  })

  test.each([{ phoneNumber: 'abc' }, { countryCode: 'CN' }, { openid: '' }, { name: 'x' }])(
    '%j is refused with advice',
    (user) => {
      const { emulator } = setup()
      expect(() => {
        emulator.setTestUser(user)
      }).toThrow(expect.objectContaining({ code: 'invalid_input', message: expect.stringMatching(/^send /) as string }))
      expect(() => setup({ testUser: user })).toThrow(TypeError)
    },
  )
})
