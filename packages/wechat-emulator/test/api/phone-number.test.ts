import { describe, expect, test } from 'vitest'
import { SANDBOX_APP_ID } from '../../src/index'
import { rule } from '../support/rules'
import { matching, OTHER_APP_ID, PHONE, setup, START } from '../support/setup'

const MINUTES_5 = 300_000

describe('the response', () => {
  test(rule('phone.answer', 'has WeChat’s fields in WeChat’s order'), async () => {
    const { exchange, emulator } = setup()
    const reply = await exchange(emulator.createPhoneCode().code)
    expect(reply.status).toBe(200)
    expect(reply.text).toBe(
      `{"errcode":0,"errmsg":"ok","phone_info":{"phoneNumber":"13800138000","purePhoneNumber":"13800138000","countryCode":"86","watermark":{"timestamp":${START / 1000},"appid":"${SANDBOX_APP_ID}"}}}`,
    )
  })

  test('has the number that the code was made for', async () => {
    const { exchange, emulator } = setup()
    const { code } = emulator.createPhoneCode({ phoneNumber: '13900139000' })
    expect((await exchange(code)).json.phone_info).toMatchObject({
      phoneNumber: '13900139000',
      purePhoneNumber: '13900139000',
    })
  })

  test.each([
    [{ phoneNumber: '51234567', countryCode: '852' }, '+85251234567', '51234567', '852'],
    [{ phoneNumber: '+85251234567', countryCode: '852' }, '+85251234567', '51234567', '852'],
    [{ phoneNumber: '+85251234567' }, '+85251234567', '51234567', '852'],
    [{ phoneNumber: '+12066600001' }, '+12066600001', '2066600001', '1'],
    [{ phoneNumber: '+447700900123' }, '+447700900123', '7700900123', '44'],
    [{ phoneNumber: '+8613800138000' }, '13800138000', '13800138000', '86'],
  ])(rule('phone.overseas', 'for %j has the number %s'), async (user, phoneNumber, purePhoneNumber, countryCode) => {
    const { exchange, emulator } = setup()
    const { json } = await exchange(emulator.createPhoneCode(user).code)
    expect(json.phone_info).toMatchObject({ phoneNumber, purePhoneNumber, countryCode })
  })

  test.each(['12066600001', '12066600002', '12066600003', '12066600004'])(
    rule('phone.test-numbers', 'may have the number %s of a virtual account of the test service'),
    async (phoneNumber) => {
      const { exchange, emulator } = setup()
      const { json } = await exchange(emulator.createPhoneCode({ phoneNumber }).code)
      expect(json.phone_info).toMatchObject({ phoneNumber, purePhoneNumber: phoneNumber })
    },
  )

  test(
    rule('phone.country-code', 'with the quirk has a countryCode that is a number, as in the documentation'),
    async () => {
      const { exchange, emulator } = setup({ quirks: { countryCode: 'number' } })
      const { json } = await exchange(emulator.createPhoneCode().code)
      expect(json.phone_info).toMatchObject({ countryCode: 86 })
    },
  )

  test(rule('phone.watermark', 'has the time of the tap in its watermark, in seconds'), async () => {
    const { exchange, emulator } = setup()
    emulator.advance(10_500)
    const { code } = emulator.createPhoneCode()
    emulator.advance(60_000)
    const { json } = await exchange(code)
    expect(json.phone_info).toMatchObject({ watermark: { timestamp: START / 1000 + 10 } })
  })
})

describe('the code', () => {
  test(rule('phone.code-format', 'has 64 lower-case hex digits and comes with its expiry'), () => {
    const { emulator } = setup()
    const { code, expiresAt } = emulator.createPhoneCode()
    expect(code).toMatch(/^[0-9a-f]{64}$/)
    expect(expiresAt).toBe(START + MINUTES_5)
  })

  test(rule('phone.single-use', 'works once: the second use gets 40029, not 40163'), async () => {
    const { exchange, emulator } = setup()
    const { code } = emulator.createPhoneCode()
    expect((await exchange(code)).errcode).toBe(0)
    expect((await exchange(code)).errcode).toBe(40029)
  })

  test(rule('phone.lifetime', 'works for 300 seconds after the tap and then gets 40029'), async () => {
    const { exchange, emulator } = setup()
    const [early, late] = [emulator.createPhoneCode(), emulator.createPhoneCode()]
    emulator.advance(MINUTES_5 - 1)
    expect((await exchange(early.code)).errcode).toBe(0)
    emulator.advance(1)
    expect((await exchange(late.code)).errcode).toBe(40029)
  })

  test(
    rule('phone.login-code', 'must not be a login code: that gets 40029 and stays usable at its own endpoint'),
    async () => {
      const { exchange, session, emulator } = setup()
      const { code } = emulator.createLoginCode()
      expect((await exchange(code)).errcode).toBe(40029)
      expect((await session(code)).json).toHaveProperty('openid')
    },
  )

  test(rule('phone.mock-code', 'must not be the mock code of the developer tools: that gets 40029'), async () => {
    const { exchange } = setup()
    expect((await exchange('the code is a mock one')).errcode).toBe(40029)
  })
})

describe('the request', () => {
  test.each([[{}], [{ code: null }], [{ code: '' }], [{ code: 1 }], [{ js_code: 'x' }]])(
    rule('phone.code-in-body', 'with the body %j, JSON without a code, gets 40029'),
    async (body) => {
      const { post, token } = setup()
      const reply = await post(`${PHONE}?access_token=${await token()}`, body)
      expect(reply.errmsg).toMatch(matching('invalid code hint: {hint} rid: {rid}'))
      expect(reply.errcode).toBe(40029)
    },
  )

  test(rule('phone.code-in-body', 'with the code in the URL gets 40029'), async () => {
    const { post, token, emulator } = setup()
    const { code } = emulator.createPhoneCode()
    expect((await post(`${PHONE}?access_token=${await token()}&code=${code}`, {})).errcode).toBe(40029)
  })

  test.each(['code=abc', '{', '[]', 'null', '"code"', ' '])(
    rule('phone.form', 'with the body %j gets 47001 and a hint'),
    async (body) => {
      const { ask, token } = setup()
      const reply = await ask(`${PHONE}?access_token=${await token()}`, { method: 'POST', body })
      expect(reply.errcode).toBe(47001)
      expect(reply.errmsg).toMatch(matching('data format error hint: {hint} rid: {rid}'))
    },
  )

  test(rule('phone.method', 'with an empty body gets 44002'), async () => {
    const { ask, token } = setup()
    const reply = await ask(`${PHONE}?access_token=${await token()}`, { method: 'POST', body: '' })
    expect(reply.errcode).toBe(44002)
    expect(reply.errmsg).toMatch(matching('empty post data rid: {rid}'))
  })

  test(rule('phone.method', 'by GET gets 43002'), async () => {
    const { ask, token } = setup()
    const reply = await ask(`${PHONE}?access_token=${await token()}`)
    expect(reply.errcode).toBe(43002)
    expect(reply.errmsg).toMatch(matching('require POST method rid: {rid}'))
  })

  test(rule('phone.envelope', 'that is encrypted gets 40097 without a hint'), async () => {
    const { post, token } = setup()
    const reply = await post(`${PHONE}?access_token=${await token()}`, { iv: 'a', data: 'b', authtag: 'c' })
    expect(reply.errcode).toBe(40097)
    expect(reply.errmsg).toMatch(matching('invalid args rid: {rid}'))
  })

  test.each(['', '?access_token='])(
    rule('phone.token-in-query', 'with the query "%s" gets 41001, even with a token in the body'),
    async (query) => {
      const { post, token, emulator } = setup()
      const body = { code: emulator.createPhoneCode().code, access_token: await token() }
      const reply = await post(`${PHONE}${query}`, body)
      expect(reply.errcode).toBe(41001)
      expect(reply.errmsg).toMatch(matching('access_token missing rid: {rid}'))
    },
  )

  test(rule('wire.order', 'is checked for its token before its method and body'), async () => {
    const { ask } = setup()
    expect((await ask(`${PHONE}?access_token=wrong`)).errcode).toBe(40001)
    expect((await ask(`${PHONE}?access_token=wrong`, { method: 'POST', body: 'code=x' })).errcode).toBe(40001)
  })

  test(rule('wire.order', 'is checked for its method and body before its code'), async () => {
    const { ask, token, emulator } = setup()
    const { code } = emulator.createPhoneCode()
    const reply = await ask(`${PHONE}?access_token=${await token()}`, { method: 'PUT', body: JSON.stringify({ code }) })
    expect(reply.errcode).toBe(43002)
  })
})

describe('the access token', () => {
  test(rule('token.superseded', 'gets 40001 with the current text if it is unknown'), async () => {
    const { exchange } = setup()
    const reply = await exchange('x', '73_unknown')
    expect(reply.errcode).toBe(40001)
    expect(reply.errmsg).toMatch(
      matching(
        'invalid credential, access_token is invalid or not latest, could get access_token by getStableAccessToken, more details at https://mmbizurl.cn/s/JtxxFh33r rid: {rid}',
      ),
    )
  })

  test(rule('token.older-text', 'with the quirk gets the older text of 40001'), async () => {
    const { exchange } = setup({ quirks: { credentialText: 'documented' } })
    const { errmsg } = await exchange('x', '73_unknown')
    expect(errmsg).toMatch(matching('invalid credential, access_token is invalid or not latest rid: {rid}'))
  })

  test(rule('token.end', 'gets 42001 once it has expired'), async () => {
    const { exchange, emulator, token } = setup()
    const old = await token()
    emulator.advance(7_200_000)
    const reply = await exchange(emulator.createPhoneCode().code, old)
    expect(reply.errcode).toBe(42001)
    expect(reply.errmsg).toMatch(matching('access_token expired rid: {rid}'))
  })

  test(rule('phone.refused-keeps-code', 'leaves the code unused if it is rejected'), async () => {
    const { exchange, emulator } = setup()
    const { code } = emulator.createPhoneCode()
    await exchange(code, 'wrong')
    expect((await exchange(code)).errcode).toBe(0)
  })

  test(rule('phone.other-app', 'of another mini program gets 40013 with a hint'), async () => {
    const { exchange, emulator } = setup()
    const reply = await exchange(emulator.createPhoneCode({ appid: OTHER_APP_ID }).code)
    expect(reply.errcode).toBe(40013)
    expect(reply.errmsg).toMatch(matching('invalid appid hint: {hint} rid: {rid}'))
  })
})

describe('the openid', () => {
  test(rule('phone.openid', 'must be that of the user who tapped'), async () => {
    const { post, token, emulator } = setup()
    const { code } = emulator.createPhoneCode({ openid: 'oUser' })
    const path = `${PHONE}?access_token=${await token()}`
    expect((await post(path, { code, openid: 'oOther' })).errcode).toBe(40029)
    expect((await post(path, { code, openid: 'oUser' })).errcode).toBe(0)
  })

  test(rule('phone.openid', 'of another user gets 40029 and leaves the code usable'), async () => {
    const { post, token, session, emulator } = setup()
    const { openid } = (await session(emulator.createLoginCode().code)).json
    const other = (await session(emulator.createLoginCode({ openid: 'oOther' }).code)).json.openid
    const { code } = emulator.createPhoneCode()
    const path = `${PHONE}?access_token=${await token()}`
    expect((await post(path, { code, openid: other })).errmsg).toMatch(matching('invalid code hint: {hint} rid: {rid}'))
    expect((await post(path, { code, openid })).errcode).toBe(0)
  })

  test.each([[''], [null], [undefined]])(rule('phone.openid', '%j is not checked'), async (openid) => {
    const { post, token, emulator } = setup()
    const { code } = emulator.createPhoneCode({ openid: 'oUser' })
    expect((await post(`${PHONE}?access_token=${await token()}`, { code, openid })).errcode).toBe(0)
  })

  test(rule('phone.openid-format', 'with the quirk gets 47001 whatever it is and leaves the code usable'), async () => {
    const { post, token, emulator } = setup({ quirks: { openid: 'rejected' } })
    const { code } = emulator.createPhoneCode({ openid: 'oUser' })
    const path = `${PHONE}?access_token=${await token()}`
    const reply = await post(path, { code, openid: 'oUser' })
    expect(reply.errcode).toBe(47001)
    expect(reply.errmsg).toMatch(matching('data format error hint: {hint} rid: {rid}'))
    expect((await post(path, { code })).errcode).toBe(0)
  })

  test.each([
    { phoneNumber: '' },
    { phoneNumber: 'abc' },
    { phoneNumber: '123' },
    { phoneNumber: '13800138000', countryCode: 'CN' },
    { phoneNumber: '+8613800138000', countryCode: '852' },
    { phone: '13800138000' },
    { phoneNumber: 13_800_138_000 },
  ])('a code for %j is refused with advice that does not repeat the value', (user) => {
    const { emulator } = setup()
    const make = () => emulator.createPhoneCode(user as object)
    expect(make).toThrow(
      expect.objectContaining({ code: 'invalid_input', message: expect.stringMatching(/^send /) as string }),
    )
    expect(make).not.toThrow(/abc|852138/)
  })
})

describe('the limit of 50,000 codes', () => {
  test('drops the oldest code, which is logged once', async () => {
    const { exchange, emulator, lines } = setup()
    const oldest = emulator.createPhoneCode()
    for (let made = 1; made <= 50_001; made += 1) emulator.createPhoneCode()
    const newest = emulator.createPhoneCode()
    expect((await exchange(oldest.code)).errcode).toBe(40029)
    expect((await exchange(newest.code)).errcode).toBe(0)
    expect(lines).toHaveLength(1)
    expect(emulator.state().phoneCodes.at(-1)?.code).toBe(`${newest.code.slice(0, 6)}…`)
  })
})
