import { expect, test } from 'vitest'
import { PHONE_PATH } from '../setup'
import { ANA, BEN, DAY_MS, NUMBER, OTHER_NUMBER, refusalLimit, setupAccounts } from './setup'

test('signing out here ends this session only, everywhere ends them all', async () => {
  await using t = await setupAccounts()
  const [one, two, three] = [await t.signIn(ANA), await t.signIn(ANA), await t.signIn(ANA)]
  expect(await t.end('/api/v1/session', one)).toMatchObject({ status: 204, body: {} })
  expect(await t.session(one)).toMatchObject({ status: 401, body: { code: 'signed_out', retryable: false } })
  expect(await t.session(two)).toMatchObject({ status: 200 })
  expect(await t.end('/api/v1/sessions', two)).toMatchObject({ status: 204 })
  for (const token of [two, three]) expect(await t.session(token)).toMatchObject({ status: 401 })
})

test('an account that is closed is gone, and its person comes back as new', async () => {
  await using t = await setupAccounts()
  const token = await t.signIn(ANA)
  const other = await t.signIn(ANA)
  const { body } = await t.session(token)
  expect(await t.end('/api/v1/account', token)).toMatchObject({ status: 204 })
  for (const ended of [token, other]) expect(await t.session(ended)).toMatchObject({ status: 401 })
  expect(await t.silently({ loginCode: t.loginCode(ANA) })).toMatchObject({ status: 404 })
  const back = await t.session(await t.signIn(ANA))
  expect(back.body.account).not.toEqual(body.account)
})

test.each(['/api/v1/session', '/api/v1/sessions', '/api/v1/account'])(
  'DELETE %s without a session is 401, with the scheme to use',
  async (path) => {
    await using t = await setupAccounts()
    const token = await t.signIn(ANA)
    for (const authorization of [undefined, 'Bearer ', 'Basic YTpi', `Bearer ${token.slice(1)}`, `Bearer ${token}x`]) {
      const reply = await t.send(path, { method: 'DELETE', headers: authorization ? { authorization } : {} })
      expect(reply).toMatchObject({ status: 401, body: { code: 'signed_out' } })
      expect(reply.headers.get('www-authenticate')).toBe('Bearer')
      expect(reply.headers.get('content-type')).toBe('application/problem+json')
    }
    expect(await t.session(token)).toMatchObject({ status: 200 })
  },
)

test('a session that is used lasts, and one that is not ends after 30 days', async () => {
  await using t = await setupAccounts()
  const token = await t.signIn(ANA)
  t.advance(29 * DAY_MS)
  expect(await t.session(token)).toMatchObject({ body: { expiresAt: '2027-01-20T06:00:00.000Z' } })
  t.advance(30 * DAY_MS)
  expect(await t.session(token)).toMatchObject({ status: 401 })
})

test('with a token a tap changes the number of the account', async () => {
  await using t = await setupAccounts()
  const token = await t.signIn(ANA)
  const { body: before } = await t.session(token)
  const reply = await t.post(t.tap(ANA, OTHER_NUMBER), t.bearer(token))
  expect(reply).toMatchObject({ status: 200, body: { phoneNumber: OTHER_NUMBER, data: { token } } })
  const { body } = await t.session(token)
  expect(body.account).toEqual({ id: idOf(before), countryCode: '86', endsIn: '9000' })
})

test('a number that another account has is taken', async () => {
  await using t = await setupAccounts()
  await t.signIn(BEN, OTHER_NUMBER)
  const token = await t.signIn(ANA)
  const key = { 'idempotency-key': 'a-number-that-is-taken', ...t.bearer(token) }
  const tap = t.tap(ANA, OTHER_NUMBER)
  for (const attempt of [1, 2]) {
    const reply = await t.post(tap, key)
    expect({ attempt, ...reply }).toMatchObject({ status: 409, body: { code: 'phone_number_taken', retryable: false } })
  }
  expect(t.calls(PHONE_PATH)).toBe(3)
  expect(await t.session(token)).toMatchObject({ body: { account: { endsIn: '8000' } } })
})

test('a token that opens nothing costs no phone code', async () => {
  await using t = await setupAccounts()
  const tap = t.tap(ANA)
  const reply = await t.post(tap, t.bearer('A'.repeat(43)))
  expect(reply).toMatchObject({ status: 401, body: { code: 'signed_out' } })
  expect(t.calls(PHONE_PATH)).toBe(0)
  expect(await t.post(tap)).toMatchObject({ status: 200 })
})

test('the answer of a change belongs to the session that asked for it', async () => {
  await using t = await setupAccounts()
  const token = await t.signIn(ANA)
  const thief = await t.signIn(BEN, '13700137000')
  const tap = t.tap(ANA, OTHER_NUMBER)
  const key = { 'idempotency-key': 'a-change-whose-answer-was-lost' }
  const first = await t.post(tap, { ...key, ...t.bearer(token) })
  const again = await t.post(tap, { ...key, ...t.bearer(token) })
  expect(again).toMatchObject({ status: 200, body: first.body })
  for (const headers of [key, { ...key, ...t.bearer(thief) }])
    expect(await t.post(tap, headers)).toMatchObject({ status: 422, body: { code: 'idempotency_mismatch' } })
})

test('the answer of a sign-in is not given to who is signed in as somebody else', async () => {
  await using t = await setupAccounts()
  const thief = await t.signIn(BEN, OTHER_NUMBER)
  const [tap, key] = [t.tap(ANA), { 'idempotency-key': 'a-sign-in-whose-answer-was-lost' }]
  await t.post(tap, key)
  expect(await t.post(tap, { ...key, ...t.bearer(thief) })).toMatchObject({ status: 422 })
})

test('who guesses tokens or login codes has to wait', async () => {
  await using t = await setupAccounts({ refusalLimit: refusalLimit(3) })
  const token = await t.signIn(ANA)
  for (const guess of ['A', 'B', 'C']) expect(await t.session(guess.repeat(43))).toMatchObject({ status: 401 })
  const limited = await t.session('D'.repeat(43))
  expect(limited).toMatchObject({ status: 429, body: { code: 'rate_limited' } })
  expect(limited.headers.get('retry-after')).toMatch(/^\d+$/)
  expect(await t.session(token)).toMatchObject({ status: 429 })
  expect(await t.silently({ loginCode: t.loginCode(ANA) })).toMatchObject({ status: 429 })
})

test('made-up login codes count as guesses, people without an account do not', async () => {
  await using t = await setupAccounts({ refusalLimit: refusalLimit(2) })
  for (const openid of ['o1', 'o2', 'o3', 'o4'].map((name) => name.padEnd(28, 'x')))
    expect(await t.silently({ loginCode: t.loginCode(openid) })).toMatchObject({ status: 404 })
  for (const loginCode of ['made', 'up']) expect(await t.silently({ loginCode })).toMatchObject({ status: 409 })
  expect(await t.silently({ loginCode: 'guess' })).toMatchObject({ status: 429 })
})

test('an H5 of another origin may sign in, read and leave', async () => {
  const origin = 'https://h5.example.com'
  await using t = await setupAccounts({ corsOrigins: [origin] })
  for (const [path, method] of [
    ['/api/v1/session', 'POST'],
    ['/api/v1/session', 'GET'],
    ['/api/v1/session', 'DELETE'],
    ['/api/v1/sessions', 'DELETE'],
    ['/api/v1/account', 'DELETE'],
    ['/api/v1/phone-number', 'POST'],
  ] as const) {
    const asked = 'authorization,content-type,idempotency-key,x-wechat-appid'
    const headers = { origin, 'access-control-request-method': method, 'access-control-request-headers': asked }
    const preflight = await t.send(path, { method: 'OPTIONS', headers })
    expect(preflight.headers.get('access-control-allow-origin')).toBe(origin)
    expect(preflight.headers.get('access-control-allow-methods')).toContain(method)
    expect(preflight.headers.get('access-control-allow-headers')?.toLowerCase()).toBe(asked)
  }
  const foreign = await t.send('/api/v1/session', { headers: { origin: 'https://evil.example.com' } })
  expect(foreign.headers.get('access-control-allow-origin')).toBeNull()
})

test('no log line has a token, an openid, a number or a code, and each act has a line', async () => {
  await using t = await setupAccounts()
  const tap = t.tap(ANA)
  const { body } = await t.post(tap)
  const { token } = body.data as { token: string }
  const loginCode = t.loginCode(ANA)
  await t.silently({ loginCode })
  await t.post(t.tap(ANA, OTHER_NUMBER), t.bearer(token))
  const other = await t.signIn(ANA, OTHER_NUMBER)
  await t.end('/api/v1/session', other)
  await t.end('/api/v1/account', token)
  const log = t.lines.join('\n')
  for (const act of [
    'signed in by phone number',
    'signed in silently',
    'phone number changed',
    'signed out',
    'account closed',
  ])
    expect(log).toContain(`"message":"${act}"`)
  for (const secret of [token, other, ANA, NUMBER, OTHER_NUMBER, tap.code, tap.loginCode, loginCode])
    expect(log).not.toContain(secret)
})

test('without accounts none of it exists, and a token is not looked at', async () => {
  await using t = await setupAccounts({ accounts: undefined })
  expect(await t.session('A'.repeat(43))).toMatchObject({ status: 404, body: { code: 'not_found' } })
  expect(await t.silently({ loginCode: t.loginCode(ANA) })).toMatchObject({ status: 404, body: { code: 'not_found' } })
  const { status, body } = await t.post(t.tap(ANA), t.bearer('A'.repeat(43)))
  expect({ status, data: body.data }).toEqual({ status: 200, data: undefined })
})

function idOf(body: Record<string, unknown>): unknown {
  return (body.account as { id?: string } | undefined)?.id
}
