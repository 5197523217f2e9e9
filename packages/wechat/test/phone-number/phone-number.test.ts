import { expect, test } from 'vitest'
import { PHONE_PATH, rejection, SESSION_PATH, setup, TOKEN_PATH } from '../setup'

test('a code becomes the phone_info of WeChat', async () => {
  await using t = await setup()
  const info = await t.client.getPhoneNumber(t.newCode())
  expect(info).toEqual({
    phoneNumber: '13800138000',
    purePhoneNumber: '13800138000',
    countryCode: '86',
    watermark: { timestamp: 1795327200, appid: 'wx0000000000000000' },
  })
})

test('a code works once', async () => {
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

test('a code dies five minutes after the tap', async () => {
  await using t = await setup()
  const code = t.newCode()
  t.advance(301_000)
  expect(await rejection(t.client.getPhoneNumber(code))).toMatchObject({ code: 'code_rejected', errcode: 40029 })
})

test('countryCode is a string, even where WeChat sends a number', async () => {
  await using t = await setup()
  const body = JSON.stringify({
    errcode: 0,
    errmsg: 'ok',
    phone_info: {
      phoneNumber: '+85251234567',
      purePhoneNumber: '51234567',
      countryCode: 852,
      watermark: { timestamp: 1795327200, appid: 'wx0000000000000000' },
    },
  })
  t.emulator.addFault({ path: PHONE_PATH, fault: { body } })
  expect(await t.client.getPhoneNumber(t.newCode())).toMatchObject({ phoneNumber: '+85251234567', countryCode: '852' })
})

const WATERMARK = { timestamp: 1795327200, appid: 'wx0000000000000000' }
const PHONE_INFO = {
  phoneNumber: '13800138000',
  purePhoneNumber: '13800138000',
  countryCode: '86',
  watermark: WATERMARK,
}

test.each([
  ['HTML', '<html>oops</html>'],
  ['nothing', ''],
  ['null', 'null'],
  ['an array', '[]'],
  ['a truncated reply', '{"errcode":0,"errmsg":"ok","phone_in'],
  ['an errcode that is text', '{"errcode":"0"}'],
  ['no phone_info', '{"errcode":0,"errmsg":"ok"}'],
  ['no phoneNumber', JSON.stringify({ errcode: 0, phone_info: { ...PHONE_INFO, phoneNumber: undefined } })],
  ['an empty phoneNumber', JSON.stringify({ errcode: 0, phone_info: { ...PHONE_INFO, phoneNumber: '' } })],
  [
    'a purePhoneNumber that is a number',
    JSON.stringify({ errcode: 0, phone_info: { ...PHONE_INFO, purePhoneNumber: 1 } }),
  ],
  ['no countryCode', JSON.stringify({ errcode: 0, phone_info: { ...PHONE_INFO, countryCode: null } })],
  ['no watermark', JSON.stringify({ errcode: 0, phone_info: { ...PHONE_INFO, watermark: undefined } })],
  [
    'a watermark without appid',
    JSON.stringify({ errcode: 0, phone_info: { ...PHONE_INFO, watermark: { timestamp: 1 } } }),
  ],
  [
    'a watermark of no date',
    JSON.stringify({ errcode: 0, phone_info: { ...PHONE_INFO, watermark: { ...WATERMARK, timestamp: 1e300 } } }),
  ],
])('%s instead of a reply leaves the outcome unknown, and the code is not sent again', async (_, body) => {
  await using t = await setup()
  t.emulator.addFault({ path: PHONE_PATH, fault: { body } })
  expect(await rejection(t.client.getPhoneNumber(t.newCode()))).toMatchObject({
    code: 'outcome_unknown',
    reason: 'malformed_reply',
  })
  expect(t.calls(PHONE_PATH)).toBe(1)
})

test("a number with another mini program's watermark is refused", async () => {
  await using t = await setup()
  const body = JSON.stringify({
    errcode: 0,
    phone_info: { ...PHONE_INFO, watermark: { ...WATERMARK, appid: 'wx1111111111111111' } },
  })
  t.emulator.addFault({ path: PHONE_PATH, fault: { body } })
  expect(await rejection(t.client.getPhoneNumber(t.newCode()))).toMatchObject({
    code: 'misconfigured',
    reason: 'watermark',
  })
})

test('a watermark eleven minutes off is reported, and the number arrives', async () => {
  await using t = await setup()
  const body = JSON.stringify({
    errcode: 0,
    phone_info: { ...PHONE_INFO, watermark: { ...WATERMARK, timestamp: WATERMARK.timestamp - 660 } },
  })
  t.emulator.addFault({ path: PHONE_PATH, fault: { body } })
  expect(await t.client.getPhoneNumber(t.newCode())).toMatchObject({ phoneNumber: '13800138000' })
  expect(t.events).toContainEqual({ type: 'watermark_skew', skewSeconds: 660 })
})

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
])('errcode %i of the phone endpoint is %s, and is not retried', async (errcode, code) => {
  await using t = await setup()
  t.emulator.addFault({ path: PHONE_PATH, fault: { errcode } })
  expect(await rejection(t.client.getPhoneNumber(t.newCode()))).toMatchObject({ code, errcode, reason: 'errcode' })
  expect(t.calls(PHONE_PATH)).toBe(1)
})

test('an HTTP 412 is a matter for the operator', async () => {
  await using t = await setup()
  t.emulator.addFault({ path: PHONE_PATH, fault: { status: 412, body: '' } })
  expect(await rejection(t.client.getPhoneNumber(t.newCode()))).toMatchObject({
    code: 'misconfigured',
    httpStatus: 412,
  })
})

test('a 502 page leaves the outcome unknown', async () => {
  await using t = await setup()
  t.emulator.addFault({ path: PHONE_PATH, fault: { status: 502, body: '<html>Bad Gateway</html>' } })
  expect(await rejection(t.client.getPhoneNumber(t.newCode()))).toMatchObject({
    code: 'outcome_unknown',
    httpStatus: 502,
  })
  expect(t.calls(PHONE_PATH)).toBe(1)
})

test.each(['before', 'after'] as const)('a connection reset %s the work leaves the outcome unknown', async (reset) => {
  await using t = await setup()
  t.emulator.addFault({ path: PHONE_PATH, fault: { reset } })
  expect(await rejection(t.client.getPhoneNumber(t.newCode()))).toMatchObject({
    code: 'outcome_unknown',
    reason: 'connection',
  })
  expect(t.calls(PHONE_PATH)).toBe(1)
})

test('a WeChat that never answers ends at the deadline, with the outcome unknown', async () => {
  await using t = await setup()
  await t.client.getAccessToken()
  t.emulator.addFault({ path: PHONE_PATH, fault: { hang: true } })
  const failure = rejection(t.client.getPhoneNumber(t.newCode(), { timeoutMs: 150 }))
  expect(await failure).toMatchObject({ code: 'outcome_unknown', reason: 'timeout' })
})

test('a token endpoint that never answers ends at the deadline, with the code unused', async () => {
  await using t = await setup({ timeoutMs: 150 })
  t.emulator.addFault({ path: TOKEN_PATH, fault: { hang: true } })
  const failure = rejection(t.client.getPhoneNumber(t.newCode()))
  expect(await failure).toMatchObject({ code: 'unavailable', reason: 'timeout' })
  expect(t.calls(PHONE_PATH)).toBe(0)
})

test('a caller can give up', async () => {
  await using t = await setup()
  await t.client.getAccessToken()
  t.emulator.addFault({ path: PHONE_PATH, fault: { hang: true } })
  const failure = rejection(t.client.getPhoneNumber(t.newCode(), { signal: AbortSignal.timeout(100) }))
  expect(await failure).toMatchObject({ code: 'outcome_unknown', reason: 'aborted' })
})

test('a refused connection leaves the code unused', async () => {
  await using t = await setup()
  await t.client.getAccessToken()
  const unreachable = t.create({ baseUrl: 'http://127.0.0.1:1' })
  expect(await rejection(unreachable.getPhoneNumber('code'))).toMatchObject({
    code: 'unavailable',
    reason: 'connection',
  })
  await unreachable.close()
})

test('a busy WeChat (-1) is asked once more with the same code', async () => {
  await using t = await setup()
  t.emulator.addFault({ path: PHONE_PATH, fault: { errcode: -1 } })
  expect(await t.client.getPhoneNumber(t.newCode())).toMatchObject({ phoneNumber: '13800138000' })
  expect(t.calls(PHONE_PATH)).toBe(2)
})

test('a WeChat that stays busy is unavailable', async () => {
  await using t = await setup()
  t.emulator.addFault({ path: PHONE_PATH, times: 2, fault: { errcode: -1 } })
  expect(await rejection(t.client.getPhoneNumber(t.newCode()))).toMatchObject({ code: 'unavailable', errcode: -1 })
})

test('a 40029 right after a busy answer leaves the outcome unknown', async () => {
  await using t = await setup()
  t.emulator.addFault({ path: PHONE_PATH, fault: { errcode: -1 } })
  t.emulator.addFault({ path: PHONE_PATH, fault: { errcode: 40029 } })
  expect(await rejection(t.client.getPhoneNumber(t.newCode()))).toMatchObject({
    code: 'outcome_unknown',
    errcode: 40029,
  })
})

test('a login code becomes openid and session key, without an errcode in the reply', async () => {
  await using t = await setup()
  const { code } = t.emulator.createLoginCode({ openid: 'oAbcdefghijklmnopqrstuvwxyz0', unionid: 'u-1' })
  const session = await t.client.codeToSession(code)
  expect(session).toEqual({
    openid: 'oAbcdefghijklmnopqrstuvwxyz0',
    unionid: 'u-1',
    sessionKey: expect.stringMatching(/^.{22}==$/) as string,
  })
})

test('a login code works once (40163)', async () => {
  await using t = await setup()
  const { code } = t.emulator.createLoginCode()
  await t.client.codeToSession(code)
  expect(await rejection(t.client.codeToSession(code))).toMatchObject({ code: 'code_rejected', errcode: 40163 })
})

test('a wrong shape of the session is an error', async () => {
  await using t = await setup()
  t.emulator.addFault({ path: SESSION_PATH, fault: { body: '{"openid":1}' } })
  expect(await rejection(t.client.codeToSession('0'.repeat(32)))).toMatchObject({ reason: 'malformed_reply' })
})

test('each time the code goes out is heard of', async () => {
  await using t = await setup()
  const heard: string[] = []
  const onSend = (): void => {
    heard.push('sent')
  }
  await t.client.getPhoneNumber(t.newCode(), { onSend })
  expect(heard).toHaveLength(1)
  t.emulator.revokeTokens()
  await t.client.getPhoneNumber(t.newCode(), { onSend })
  expect(heard).toHaveLength(3)
})
