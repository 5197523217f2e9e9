import { describe, expect, test } from 'vitest'
import { PHONE_INFO, PHONE_PATH, rejection, setup, WATERMARK } from '../setup'

const reply = (phone_info: object): string => JSON.stringify({ errcode: 0, errmsg: 'ok', phone_info })

describe('getPhoneNumber', () => {
  test('returns the phone_info of WeChat', async () => {
    await using t = await setup()
    expect(await t.exchange()).toEqual({ ...PHONE_INFO, openidChecked: false })
  })

  test('accepts a code only once', async () => {
    await using t = await setup()
    const code = t.newCode()
    await t.client.getPhoneNumber(code)
    expect(await rejection(t.client.getPhoneNumber(code))).toMatchObject({
      name: 'WeChatError',
      code: 'code_rejected',
      endpoint: 'getuserphonenumber',
      errcode: 40029,
      rid: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}$/) as string,
    })
  })

  test('rejects a code older than five minutes', async () => {
    await using t = await setup()
    const code = t.newCode()
    t.advance(301_000)
    expect(await rejection(t.client.getPhoneNumber(code))).toMatchObject({ code: 'code_rejected', errcode: 40029 })
  })

  test('calls onSend each time the code is sent', async () => {
    await using t = await setup()
    let sent = 0
    const onSend = (): void => {
      sent += 1
    }
    await t.client.getPhoneNumber(t.newCode(), { onSend })
    expect(sent).toBe(1)
    t.emulator.revokeTokens()
    await t.client.getPhoneNumber(t.newCode(), { onSend })
    expect(sent).toBe(3)
  })
})

describe('the reply', () => {
  test('gives a string as countryCode, even if WeChat sends a number', async () => {
    await using t = await setup()
    const info = { ...PHONE_INFO, phoneNumber: '+85251234567', purePhoneNumber: '51234567', countryCode: 852 }
    t.emulator.addFault({ path: PHONE_PATH, fault: { body: reply(info) } })
    expect(await t.exchange()).toMatchObject({ phoneNumber: '+85251234567', countryCode: '852' })
  })

  test('refuses a number with the watermark of another mini program', async () => {
    await using t = await setup()
    const body = reply({ ...PHONE_INFO, watermark: { ...WATERMARK, appid: 'wx1111111111111111' } })
    t.emulator.addFault({ path: PHONE_PATH, fault: { body } })
    expect(await rejection(t.exchange())).toMatchObject({ code: 'misconfigured', reason: 'watermark' })
  })

  test('may have a watermark eleven minutes off, which is reported', async () => {
    await using t = await setup()
    const body = reply({ ...PHONE_INFO, watermark: { ...WATERMARK, timestamp: WATERMARK.timestamp - 660 } })
    t.emulator.addFault({ path: PHONE_PATH, fault: { body } })
    expect(await t.exchange()).toMatchObject({ phoneNumber: '13800138000' })
    expect(t.events).toContainEqual({ type: 'watermark_skew', skewSeconds: 660 })
  })

  test.each([
    ['HTML', '<html>oops</html>'],
    ['an empty body', ''],
    ['null', 'null'],
    ['an array', '[]'],
    ['truncated JSON', '{"errcode":0,"errmsg":"ok","phone_in'],
    ['a string as errcode', '{"errcode":"0"}'],
    ['no phone_info', '{"errcode":0,"errmsg":"ok"}'],
    ['an empty phone_info', reply({})],
    ['no phoneNumber', reply({ ...PHONE_INFO, phoneNumber: undefined })],
    ['an empty phoneNumber', reply({ ...PHONE_INFO, phoneNumber: '' })],
    ['a number as purePhoneNumber', reply({ ...PHONE_INFO, purePhoneNumber: 1 })],
    ['no countryCode', reply({ ...PHONE_INFO, countryCode: null })],
    ['no watermark', reply({ ...PHONE_INFO, watermark: undefined })],
    ['a watermark without appid', reply({ ...PHONE_INFO, watermark: { timestamp: 1 } })],
    ['a watermark beyond any date', reply({ ...PHONE_INFO, watermark: { ...WATERMARK, timestamp: 1e300 } })],
  ])('leaves the outcome unknown if it is or has %s, and the code is not sent again', async (_, body) => {
    await using t = await setup()
    t.emulator.addFault({ path: PHONE_PATH, fault: { body } })
    expect(await rejection(t.exchange())).toMatchObject({ code: 'outcome_unknown', reason: 'malformed_reply' })
    expect(t.calls(PHONE_PATH)).toBe(1)
  })
})

describe('an errcode', () => {
  test.each([
    [40013, 'misconfigured'],
    [40029, 'code_rejected'],
    [40066, 'misconfigured'],
    [40097, 'misconfigured'],
    [41001, 'misconfigured'],
    [45009, 'quota_exhausted'],
    [45011, 'rate_limited'],
    [47001, 'misconfigured'],
    [48001, 'misconfigured'],
    [48004, 'misconfigured'],
    [50002, 'misconfigured'],
    [61007, 'misconfigured'],
    [61099, 'misconfigured'],
    [99999, 'outcome_unknown'],
  ])('of %i is %s, and is not retried', async (errcode, code) => {
    await using t = await setup()
    t.emulator.addFault({ path: PHONE_PATH, fault: { errcode } })
    expect(await rejection(t.exchange())).toMatchObject({ code, errcode, reason: 'errcode' })
    expect(t.calls(PHONE_PATH)).toBe(1)
  })

  test('of -1 is retried once with the same code', async () => {
    await using t = await setup()
    t.emulator.addFault({ path: PHONE_PATH, fault: { errcode: -1 } })
    expect(await t.exchange()).toMatchObject({ phoneNumber: '13800138000' })
    expect(t.calls(PHONE_PATH)).toBe(2)
  })

  test('of -1 twice is unavailable', async () => {
    await using t = await setup()
    t.emulator.addFault({ path: PHONE_PATH, times: 2, fault: { errcode: -1 } })
    expect(await rejection(t.exchange())).toMatchObject({ code: 'unavailable', errcode: -1 })
  })

  test('of 40029 after -1 leaves the outcome unknown', async () => {
    await using t = await setup()
    t.emulator.addFault({ path: PHONE_PATH, fault: { errcode: -1 } })
    t.emulator.addFault({ path: PHONE_PATH, fault: { errcode: 40029 } })
    expect(await rejection(t.exchange())).toMatchObject({ code: 'outcome_unknown', errcode: 40029 })
  })
})

describe('a lost reply', () => {
  test.each([
    [412, 'misconfigured'],
    [502, 'outcome_unknown'],
  ])('with HTTP status %i is %s, and the code is not sent again', async (status, code) => {
    await using t = await setup()
    t.emulator.addFault({ path: PHONE_PATH, fault: { status, body: status === 412 ? '' : '<html>Bad Gateway</html>' } })
    expect(await rejection(t.exchange())).toMatchObject({ code, reason: 'http_status', httpStatus: status })
    expect(t.calls(PHONE_PATH)).toBe(1)
  })

  test.each(['before', 'after'] as const)(
    'after a connection reset %s WeChat handled the call leaves the outcome unknown',
    async (reset) => {
      await using t = await setup()
      t.emulator.addFault({ path: PHONE_PATH, fault: { reset } })
      expect(await rejection(t.exchange())).toMatchObject({ code: 'outcome_unknown', reason: 'connection' })
      expect(t.calls(PHONE_PATH)).toBe(1)
    },
  )

  test('at the deadline leaves the outcome unknown', async () => {
    await using t = await setup()
    await t.client.getAccessToken()
    t.emulator.addFault({ path: PHONE_PATH, fault: { hang: true } })
    const failure = rejection(t.client.getPhoneNumber(t.newCode(), { timeoutMs: 150 }))
    expect(await failure).toMatchObject({ code: 'outcome_unknown', reason: 'timeout' })
    await t.emulator.close()
  })

  test('after the caller aborted leaves the outcome unknown', async () => {
    await using t = await setup()
    await t.client.getAccessToken()
    t.emulator.addFault({ path: PHONE_PATH, fault: { hang: true } })
    const controller = new AbortController()
    const failure = rejection(t.client.getPhoneNumber(t.newCode(), { signal: controller.signal }))
    await expect.poll(() => t.calls(PHONE_PATH)).toBe(1)
    controller.abort()
    expect(await failure).toMatchObject({ code: 'outcome_unknown', reason: 'aborted' })
    await t.emulator.close()
  })
})

describe('a code that was never sent is unused', () => {
  test('when the caller had aborted before the call', async () => {
    await using t = await setup()
    const failure = rejection(t.client.getPhoneNumber(t.newCode(), { signal: AbortSignal.abort() }))
    expect(await failure).toMatchObject({ code: 'unavailable', reason: 'aborted' })
    expect(t.calls(PHONE_PATH)).toBe(0)
  })

  test('when the token endpoint does not answer before the deadline', async () => {
    await using t = await setup({ timeoutMs: 150 })
    t.emulator.addFault({ path: '/cgi-bin/stable_token', fault: { hang: true } })
    expect(await rejection(t.exchange())).toMatchObject({ code: 'unavailable', reason: 'timeout' })
    expect(t.calls(PHONE_PATH)).toBe(0)
  })

  test('when the connection is refused', async () => {
    await using t = await setup({ accessToken: async () => ({ accessToken: '73_a', expiresInSeconds: 7200 }) })
    const client = t.create({ baseUrl: 'http://127.0.0.1:1' })
    expect(await rejection(client.getPhoneNumber('code'))).toMatchObject({ code: 'unavailable', reason: 'connection' })
    await client.close()
  })
})
