import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { entryOf, FIRST, SECOND, startComposed, THIRD } from './composed'
import { PHONE_PATH } from './setup'

const start = (entries: readonly object[], env: NodeJS.ProcessEnv = {}) =>
  startComposed({ env: (url) => ({ WECHAT_APPS: JSON.stringify(entries), WECHAT_API_BASE_URL: url, ...env }) })

const startTwo = (env: NodeJS.ProcessEnv = {}) => start([entryOf(FIRST), entryOf(SECOND)], env)

test('a code is exchanged for the mini program that the request names, and for the first without a name', async () => {
  await using t = await startTwo()
  expect(await t.exchange(t.codeOf(SECOND, '13900139000'), SECOND)).toMatchObject({
    status: 200,
    body: { phoneNumber: '13900139000' },
  })
  expect(await t.exchange(t.codeOf(FIRST), FIRST)).toMatchObject({ status: 200 })
  expect(await t.exchange(t.codeOf(FIRST))).toMatchObject({ status: 200 })
  expect(
    t.emulator
      .state()
      .tokens.map(({ appid }) => appid)
      .sort(),
  ).toEqual([FIRST, SECOND])
})

test('an AppID that is not listed is refused before WeChat is asked, on a server with one mini program too', async () => {
  await using several = await startTwo()
  await using one = await startComposed({ env: (url) => ({ ...entryOf(FIRST), WECHAT_API_BASE_URL: url }) })
  for (const t of [several, one]) {
    const { status, headers, body } = await t.exchange(t.codeOf(THIRD), THIRD)
    expect([status, headers.get('content-type'), body.code, body.retryable]).toEqual([
      403,
      'application/problem+json',
      'unknown_app',
      false,
    ])
    expect(t.calls(PHONE_PATH)).toBe(0)
    expect((await t.exchange(t.codeOf(FIRST), FIRST)).status).toBe(200)
  }
})

test('one idempotency key is two keys in two mini programs', async () => {
  await using t = await startTwo()
  const key = { 'idempotency-key': randomUUID() }
  const [first, second] = [t.codeOf(FIRST), t.codeOf(SECOND, '13900139000')]
  expect((await t.exchange(first, FIRST, key)).body).toMatchObject({ phoneNumber: '13800138000' })
  expect((await t.exchange(second, SECOND, key)).body).toMatchObject({ phoneNumber: '13900139000' })
  const replay = await t.exchange(second, SECOND, key)
  expect([replay.headers.get('idempotency-replayed'), replay.body.phoneNumber]).toEqual(['true', '13900139000'])
  expect(t.calls(PHONE_PATH)).toBe(2)
})

test('the key of the first mini program is the one it had when it was alone', async () => {
  await using t = await startTwo()
  const [key, code] = [{ 'idempotency-key': randomUUID() }, t.codeOf(FIRST)]
  await t.exchange(code, undefined, key)
  expect((await t.exchange(code, FIRST, key)).headers.get('idempotency-replayed')).toBe('true')
})

test("one mini program's wrong secret harms no other, and readiness names it", async () => {
  await using t = await start([entryOf(FIRST, 'f'.repeat(32)), entryOf(SECOND)])
  expect(await t.exchange(t.codeOf(FIRST), FIRST)).toMatchObject({ body: { code: 'service_misconfigured' } })
  expect((await t.exchange(t.codeOf(SECOND), SECOND)).status).toBe(200)
  expect(await t.send('/readyz')).toMatchObject({
    status: 200,
    body: { ready: true, parts: { wechat: 'ready', apps: { [FIRST]: 'misconfigured', [SECOND]: 'ready' } } },
  })
  const refused = t.lines
    .map((line) => JSON.parse(line) as Record<string, unknown>)
    .find(({ errcode }) => errcode === 40125)
  expect(refused).toMatchObject({ appId: FIRST, level: 'error' })
})

test('a server none of whose mini programs has a token is not ready; one with a single one has no list', async () => {
  await using none = await start([entryOf(FIRST, 'f'.repeat(32)), entryOf(SECOND, 'f'.repeat(32))])
  expect(await none.send('/readyz')).toMatchObject({ status: 503, body: { parts: { wechat: 'misconfigured' } } })
  await using one = await start([entryOf(FIRST)])
  expect((await one.send('/readyz')).body).toEqual({ ready: true, parts: { wechat: 'ready', process: 'running' } })
})

test('metrics and log lines name the mini program where there are several', async () => {
  await using t = await startTwo()
  await t.exchange(t.codeOf(SECOND), SECOND)
  await t.exchange('wrong', SECOND)
  const text = await t.metrics()
  expect(text).toContain(`uni_phone_exchanges_total{outcome="ok",appid="${SECOND}"} 1`)
  expect(text).toContain(`uni_phone_token_fetches_total{cause="first",result="ok",appid="${SECOND}"} 1`)
  expect(text).toContain(
    `uni_phone_wechat_errcodes_total{endpoint="getuserphonenumber",errcode="40029",appid="${SECOND}"} 1`,
  )
  const lines = t.lines.map((line) => JSON.parse(line) as Record<string, unknown>)
  for (const message of ['request', 'wechat', 'access token fetched'])
    expect(lines.find((line) => line.message === message)).toMatchObject({ appId: SECOND })
  await using one = await start([entryOf(FIRST)])
  await one.exchange(one.codeOf(FIRST), FIRST)
  expect(await one.metrics()).not.toContain('appid')
  expect(one.lines.join()).not.toContain('appId')
})

test("a number whose watermark is another mini program's is not handed on", async () => {
  await using t = await startTwo()
  const info = { phoneNumber: '13800138000', purePhoneNumber: '13800138000', countryCode: '86' }
  const watermark = { timestamp: Math.floor(Date.now() / 1000), appid: FIRST }
  const body = JSON.stringify({ errcode: 0, phone_info: { ...info, watermark } })
  t.emulator.addFault({ path: PHONE_PATH, fault: { body } })
  const { status, body: answer } = await t.exchange(t.codeOf(SECOND), SECOND)
  expect([status, answer.code]).toEqual([500, 'service_misconfigured'])
  expect(JSON.stringify(answer)).not.toContain('13800138000')
})

test('limits by address are common to all', async () => {
  await using t = await startTwo({ RATE_LIMIT_PER_MINUTE: '1' })
  await t.exchange(t.codeOf(FIRST), FIRST)
  expect(await t.exchange(t.codeOf(SECOND), SECOND)).toMatchObject({ status: 429 })
})

test('an openid is kept with the AppID of its mini program', async () => {
  await using t = await startComposed({
    env: (url, folder) => ({
      WECHAT_APPS: JSON.stringify([entryOf(FIRST), entryOf(SECOND)]),
      WECHAT_API_BASE_URL: url,
      DATABASE_URL: join(folder, 'people.db'),
    }),
  })
  const openid = 'oAnaAnaAnaAnaAnaAnaAnaAnaAna'
  const loginCode = (appid: string) => t.emulator.createLoginCode({ appid, openid }).code
  const { code } = t.emulator.createPhoneCode({ appid: SECOND, openid, phoneNumber: '13800138000' })
  const as = (appId: string) => ({ 'x-wechat-appid': appId })
  const body = { code, loginCode: loginCode(SECOND) }
  expect((await t.post('/api/v1/phone-number', body, as(SECOND))).status).toBe(200)
  expect((await t.post('/api/v1/session', { loginCode: loginCode(SECOND) }, as(SECOND))).status).toBe(200)
  expect(await t.post('/api/v1/session', { loginCode: loginCode(FIRST) }, as(FIRST))).toMatchObject({
    status: 404,
    body: { code: 'phone_number_required' },
  })
  expect((await t.post('/api/v1/session', { loginCode: loginCode(FIRST) }, as(THIRD))).body.code).toBe('unknown_app')
})

test('the handler of the business is told which mini program it was', async () => {
  const seen: (string | undefined)[] = []
  await using t = await startComposed({
    env: (url) => ({ WECHAT_APPS: JSON.stringify([entryOf(FIRST), entryOf(SECOND)]), WECHAT_API_BASE_URL: url }),
    extension: { onPhoneNumber: ({ appId }) => void seen.push(appId) },
  })
  await t.exchange(t.codeOf(SECOND), SECOND)
  await t.exchange(t.codeOf(FIRST))
  expect(seen).toEqual([SECOND, FIRST])
})

test('in the sandbox any AppID is taken: a phone may preview it with any', async () => {
  await using t = await startComposed({
    env: (url) => ({ WECHAT_API_BASE_URL: url, DATABASE_URL: 'off' }),
    accounts: [{ appid: 'wx0000000000000000', secret: '0123456789abcdef0123456789abcdef' }],
  })
  expect((await t.exchange(t.codeOf('wx0000000000000000'), 'touristappid')).status).toBe(200)
})
