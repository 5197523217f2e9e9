import { expect, test } from 'vitest'
import { SANDBOX_APP_ID } from '../../src/index'
import { rule } from '../support/rules'
import { matching, OTHER_APP_ID, PHONE, setup, START } from '../support/setup'

const MINUTES_5 = 300_000

test(rule('phone.answer', 'a code is exchanged for the number, in the fields and the order of WeChat'), async () => {
  const { exchange, emulator } = setup()
  const reply = await exchange(emulator.createPhoneCode().code)
  expect(reply.status).toBe(200)
  expect(reply.text).toBe(
    `{"errcode":0,"errmsg":"ok","phone_info":{"phoneNumber":"13800138000","purePhoneNumber":"13800138000","countryCode":"86","watermark":{"timestamp":${START / 1000},"appid":"${SANDBOX_APP_ID}"}}}`,
  )
})

test('the number that a code was made for is the one it is exchanged for', async () => {
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
])(
  rule('phone.overseas', 'the number of %j is written %s'),
  async (user, phoneNumber, purePhoneNumber, countryCode) => {
    const { exchange, emulator } = setup()
    const { json } = await exchange(emulator.createPhoneCode(user).code)
    expect(json.phone_info).toMatchObject({ phoneNumber, purePhoneNumber, countryCode })
  },
)

test.each(['12066600001', '12066600002', '12066600003', '12066600004'])(
  rule('phone.test-numbers', 'a code can be made for %s, which belongs to a virtual account of the test service'),
  async (phoneNumber) => {
    const { exchange, emulator } = setup()
    const { json } = await exchange(emulator.createPhoneCode({ phoneNumber }).code)
    expect(json.phone_info).toMatchObject({ phoneNumber, purePhoneNumber: phoneNumber })
  },
)

test(
  rule('phone.country-code', 'countryCode is a string, or a number as in the documentation where that is asked for'),
  async () => {
    const { exchange, emulator } = setup({ quirks: { countryCode: 'number' } })
    const { json } = await exchange(emulator.createPhoneCode().code)
    expect(json.phone_info).toMatchObject({ countryCode: 86 })
  },
)

test(rule('phone.watermark', 'the timestamp of the watermark is that of the tap, in seconds'), async () => {
  const { exchange, emulator } = setup()
  emulator.advance(10_500)
  const { code } = emulator.createPhoneCode()
  emulator.advance(60_000)
  const { json } = await exchange(code)
  expect(json.phone_info).toMatchObject({ watermark: { timestamp: START / 1000 + 10 } })
})

test(rule('phone.code-format', 'a phone code is 64 lower-case hex digits and says when it dies'), () => {
  const { emulator } = setup()
  const { code, expiresAt } = emulator.createPhoneCode()
  expect(code).toMatch(/^[0-9a-f]{64}$/)
  expect(expiresAt).toBe(START + MINUTES_5)
})

test(rule('phone.single-use', 'a code works once: the second use is 40029, not 40163'), async () => {
  const { exchange, emulator } = setup()
  const { code } = emulator.createPhoneCode()
  expect((await exchange(code)).errcode).toBe(0)
  expect((await exchange(code)).errcode).toBe(40029)
})

test(rule('phone.lifetime', 'a code works until 300 seconds after the tap, and is 40029 from then on'), async () => {
  const { exchange, emulator } = setup()
  const [early, late] = [emulator.createPhoneCode(), emulator.createPhoneCode()]
  emulator.advance(MINUTES_5 - 1)
  expect((await exchange(early.code)).errcode).toBe(0)
  emulator.advance(1)
  expect((await exchange(late.code)).errcode).toBe(40029)
})

test(rule('phone.login-code', 'a login code is 40029, and still works where it belongs'), async () => {
  const { exchange, session, emulator } = setup()
  const { code } = emulator.createLoginCode()
  expect((await exchange(code)).errcode).toBe(40029)
  expect((await session(code)).json).toHaveProperty('openid')
})

test(rule('phone.mock-code', 'the mock code of the developer tools is 40029'), async () => {
  const { exchange } = setup()
  expect((await exchange('the code is a mock one')).errcode).toBe(40029)
})

test.each([[{}], [{ code: null }], [{ code: '' }], [{ code: 1 }], [{ js_code: 'x' }]])(
  rule('phone.code-in-body', 'the body %j, JSON without a code, is 40029'),
  async (body) => {
    const { post, token } = setup()
    const reply = await post(`${PHONE}?access_token=${await token()}`, body)
    expect(reply.errmsg).toMatch(matching('invalid code hint: {hint} rid: {rid}'))
    expect(reply.errcode).toBe(40029)
  },
)

test(rule('phone.code-in-body', 'a code in the address is not read'), async () => {
  const { post, token, emulator } = setup()
  const { code } = emulator.createPhoneCode()
  expect((await post(`${PHONE}?access_token=${await token()}&code=${code}`, {})).errcode).toBe(40029)
})

test.each(['code=abc', '{', '[]', 'null', '"code"', ' '])(
  rule('phone.form', 'the body %j is 47001 with a hint'),
  async (body) => {
    const { ask, token } = setup()
    const reply = await ask(`${PHONE}?access_token=${await token()}`, { method: 'POST', body })
    expect(reply.errcode).toBe(47001)
    expect(reply.errmsg).toMatch(matching('data format error hint: {hint} rid: {rid}'))
  },
)

test(rule('phone.method', 'an empty body is 44002'), async () => {
  const { ask, token } = setup()
  const reply = await ask(`${PHONE}?access_token=${await token()}`, { method: 'POST', body: '' })
  expect(reply.errcode).toBe(44002)
  expect(reply.errmsg).toMatch(matching('empty post data rid: {rid}'))
})

test(rule('phone.method', 'a GET is 43002'), async () => {
  const { ask, token } = setup()
  const reply = await ask(`${PHONE}?access_token=${await token()}`)
  expect(reply.errcode).toBe(43002)
  expect(reply.errmsg).toMatch(matching('require POST method rid: {rid}'))
})

test(rule('phone.envelope', 'an encrypted envelope is 40097 without a hint'), async () => {
  const { post, token } = setup()
  const reply = await post(`${PHONE}?access_token=${await token()}`, { iv: 'a', data: 'b', authtag: 'c' })
  expect(reply.errcode).toBe(40097)
  expect(reply.errmsg).toMatch(matching('invalid args rid: {rid}'))
})

test.each(['', '?access_token='])(
  rule('phone.token-in-query', 'a call with the query "%s" is 41001, a token in the body included'),
  async (query) => {
    const { post, token, emulator } = setup()
    const body = { code: emulator.createPhoneCode().code, access_token: await token() }
    const reply = await post(`${PHONE}${query}`, body)
    expect(reply.errcode).toBe(41001)
    expect(reply.errmsg).toMatch(matching('access_token missing rid: {rid}'))
  },
)

test(rule('wire.order', 'the token is checked before method and body'), async () => {
  const { ask } = setup()
  expect((await ask(`${PHONE}?access_token=wrong`)).errcode).toBe(40001)
  expect((await ask(`${PHONE}?access_token=wrong`, { method: 'POST', body: 'code=x' })).errcode).toBe(40001)
})

test(rule('wire.order', 'the method and the body are checked before the code'), async () => {
  const { ask, token, emulator } = setup()
  const { code } = emulator.createPhoneCode()
  const reply = await ask(`${PHONE}?access_token=${await token()}`, { method: 'PUT', body: JSON.stringify({ code }) })
  expect(reply.errcode).toBe(43002)
})

test(rule('token.superseded', 'an unknown token is 40001, with the text of today'), async () => {
  const { exchange } = setup()
  const reply = await exchange('x', '73_unknown')
  expect(reply.errcode).toBe(40001)
  expect(reply.errmsg).toMatch(
    matching(
      'invalid credential, access_token is invalid or not latest, could get access_token by getStableAccessToken, more details at https://mmbizurl.cn/s/JtxxFh33r rid: {rid}',
    ),
  )
})

test(rule('token.older-text', 'the older text of 40001 can be asked for'), async () => {
  const { exchange } = setup({ quirks: { credentialText: 'documented' } })
  const { errmsg } = await exchange('x', '73_unknown')
  expect(errmsg).toMatch(matching('invalid credential, access_token is invalid or not latest rid: {rid}'))
})

test(rule('token.end', 'a token that came to its end is 42001'), async () => {
  const { exchange, emulator, token } = setup()
  const old = await token()
  emulator.advance(7_200_000)
  const reply = await exchange(emulator.createPhoneCode().code, old)
  expect(reply.errcode).toBe(42001)
  expect(reply.errmsg).toMatch(matching('access_token expired rid: {rid}'))
})

test(rule('phone.refused-keeps-code', 'a rejected token leaves the code unused'), async () => {
  const { exchange, emulator } = setup()
  const { code } = emulator.createPhoneCode()
  await exchange(code, 'wrong')
  expect((await exchange(code)).errcode).toBe(0)
})

test(rule('phone.other-app', 'the code of another mini program is 40013 with a hint'), async () => {
  const { exchange, emulator } = setup()
  const reply = await exchange(emulator.createPhoneCode({ appid: OTHER_APP_ID }).code)
  expect(reply.errcode).toBe(40013)
  expect(reply.errmsg).toMatch(matching('invalid appid hint: {hint} rid: {rid}'))
})

test(rule('phone.openid', 'an openid beside the code must be the one that belongs to it'), async () => {
  const { post, token, emulator } = setup()
  const { code } = emulator.createPhoneCode({ openid: 'oUser' })
  const path = `${PHONE}?access_token=${await token()}`
  expect((await post(path, { code, openid: 'oOther' })).errcode).toBe(40029)
  expect((await post(path, { code, openid: 'oUser' })).errcode).toBe(0)
})

test(rule('phone.openid', 'a code refused for another openid stays usable by its owner'), async () => {
  const { post, token, session, emulator } = setup()
  const { openid } = (await session(emulator.createLoginCode().code)).json
  const other = (await session(emulator.createLoginCode({ openid: 'oOther' }).code)).json.openid
  const { code } = emulator.createPhoneCode()
  const path = `${PHONE}?access_token=${await token()}`
  expect((await post(path, { code, openid: other })).errmsg).toMatch(matching('invalid code hint: {hint} rid: {rid}'))
  expect((await post(path, { code, openid })).errcode).toBe(0)
})

test.each([[''], [null], [undefined]])(rule('phone.openid', 'the openid %j checks nothing'), async (openid) => {
  const { post, token, emulator } = setup()
  const { code } = emulator.createPhoneCode({ openid: 'oUser' })
  expect((await post(`${PHONE}?access_token=${await token()}`, { code, openid })).errcode).toBe(0)
})

test(
  rule('phone.openid-format', 'with the quirk any openid is 47001 and leaves the code usable, and none is no error'),
  async () => {
    const { post, token, emulator } = setup({ quirks: { openid: 'rejected' } })
    const { code } = emulator.createPhoneCode({ openid: 'oUser' })
    const path = `${PHONE}?access_token=${await token()}`
    const reply = await post(path, { code, openid: 'oUser' })
    expect(reply.errcode).toBe(47001)
    expect(reply.errmsg).toMatch(matching('data format error hint: {hint} rid: {rid}'))
    expect((await post(path, { code })).errcode).toBe(0)
  },
)

test.each([
  { phoneNumber: '' },
  { phoneNumber: 'abc' },
  { phoneNumber: '123' },
  { phoneNumber: '13800138000', countryCode: 'CN' },
  { phoneNumber: '+8613800138000', countryCode: '852' },
  { phone: '13800138000' },
  { phoneNumber: 13_800_138_000 },
])('no code is made for %j, and the error says what to give without repeating it', (user) => {
  const { emulator } = setup()
  const make = () => emulator.createPhoneCode(user as object)
  expect(make).toThrow(
    expect.objectContaining({ code: 'invalid_input', message: expect.stringMatching(/^send /) as string }),
  )
  expect(make).not.toThrow(/abc|852138/)
})

test('the oldest code gives way when fifty thousand are alive, and that is said once', async () => {
  const { exchange, emulator, lines } = setup()
  const oldest = emulator.createPhoneCode()
  for (let made = 1; made <= 50_001; made += 1) emulator.createPhoneCode()
  const newest = emulator.createPhoneCode()
  expect((await exchange(oldest.code)).errcode).toBe(40029)
  expect((await exchange(newest.code)).errcode).toBe(0)
  expect(lines).toHaveLength(1)
  expect(emulator.state().phoneCodes.at(-1)?.code).toBe(`${newest.code.slice(0, 6)}…`)
})
