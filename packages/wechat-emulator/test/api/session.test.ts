import { describe, expect, test } from 'vitest'
import { rule } from '../support/rules'
import { matching, OTHER_APP_ID, setup, START } from '../support/setup'

describe('a session', () => {
  test(rule('session.answer', 'a login code is exchanged for session_key and openid, without an errcode'), async () => {
    const { session, emulator } = setup()
    const reply = await session(emulator.createLoginCode().code)
    expect(reply.status).toBe(200)
    expect(Object.keys(reply.json)).toEqual(['session_key', 'openid'])
  })

  test(rule('session.values', 'a session_key is 16 bytes in base64'), async () => {
    const { session, emulator } = setup()
    const { json } = await session(emulator.createLoginCode().code)
    expect(json.session_key).toMatch(/^[A-Za-z0-9+/]{22}==$/)
  })

  test(
    rule(
      'session.values',
      'an openid has 28 characters, starts with o, and is the same for every code of the test user',
    ),
    async () => {
      const { session, emulator } = setup()
      const first = await session(emulator.createLoginCode().code)
      const second = await session(emulator.createLoginCode().code)
      expect(first.json.openid).toMatch(/^o[A-Za-z0-9_-]{27}$/)
      expect(second.json.openid).toBe(first.json.openid)
    },
  )

  test(rule('session.unionid', 'only a user who has a unionid gets one'), async () => {
    const { session, emulator } = setup()
    const { json } = await session(emulator.createLoginCode({ openid: 'oUser', unionid: 'oUnion' }).code)
    expect(json).toMatchObject({ openid: 'oUser', unionid: 'oUnion' })
  })
})

describe('a login code', () => {
  test(rule('session.code-format', 'has 32 letters and digits, starts with 0, and comes with its expiry'), () => {
    const { emulator } = setup()
    const { code, expiresAt } = emulator.createLoginCode()
    expect(code).toMatch(/^0[0-9A-Za-z]{31}$/)
    expect(expiresAt).toBe(START + 300_000)
  })

  test(rule('session.single-use', 'works once: the second use gets 40163, not 40029'), async () => {
    const { session, emulator } = setup()
    const { code } = emulator.createLoginCode()
    await session(code)
    const reply = await session(code)
    expect(reply.errcode).toBe(40163)
    expect(reply.errmsg).toMatch(matching('code been used, rid: {rid}'))
  })

  test(rule('session.code', 'works for 300 seconds'), async () => {
    const { session, emulator } = setup()
    const [early, late] = [emulator.createLoginCode(), emulator.createLoginCode()]
    emulator.advance(299_999)
    expect((await session(early.code)).json).toHaveProperty('openid')
    emulator.advance(1)
    expect((await session(late.code)).errcode).toBe(40029)
  })
})

describe('a request', () => {
  test.each(['nothing', 'the code is a mock one'])(
    rule('session.code', '"%s" gets 40029, with a comma in its text'),
    async (code) => {
      const { session } = setup()
      const reply = await session(code)
      expect(reply.errcode).toBe(40029)
      expect(reply.errmsg).toMatch(matching('invalid code, rid: {rid}'))
    },
  )

  test('must not be a phone code, which stays usable at its own endpoint', async () => {
    const { session, exchange, emulator } = setup()
    const { code } = emulator.createPhoneCode()
    expect((await session(code)).errcode).toBe(40029)
    expect((await exchange(code)).errcode).toBe(0)
  })

  test(rule('session.code', 'of another mini program gets 40029'), async () => {
    const { session, emulator } = setup()
    expect((await session(emulator.createLoginCode({ appid: OTHER_APP_ID }).code)).errcode).toBe(40029)
  })

  test.each([
    [{ appid: '' }, 41002, 'appid missing rid: {rid}'],
    [{ secret: '' }, 41004, 'appsecret missing rid: {rid}'],
    [{ js_code: '' }, 41008, 'missing code, rid: {rid}'],
    [{ appid: 'wx2222222222222222' }, 40013, 'invalid appid rid: {rid}'],
    [{ secret: 'wrong' }, 40125, 'invalid appsecret, rid: {rid}'],
  ])(rule('session.parameters', 'with %j is refused and leaves the code unused'), async (changes, errcode, text) => {
    const { session, emulator } = setup()
    const { code } = emulator.createLoginCode()
    const reply = await session(code, changes)
    expect(reply).toMatchObject({ status: 200, errcode })
    expect(reply.errmsg).toMatch(matching(text))
    expect((await session(code)).json).toHaveProperty('openid')
  })

  test.each([{ openid: '' }, { unionid: 1 }, { phoneNumber: '13800138000' }])(
    'for a code is refused with %j',
    (user) => {
      const { emulator } = setup()
      expect(() => emulator.createLoginCode(user as object)).toThrow(expect.objectContaining({ code: 'invalid_input' }))
    },
  )

  test.each(['', 'client_credential', 'anything'])(
    rule('session.grant-type', 'may have the grant_type "%s", which is ignored'),
    async (grant_type) => {
      const { session, emulator } = setup()
      expect((await session(emulator.createLoginCode().code, { grant_type })).json).toHaveProperty('openid')
    },
  )
})
