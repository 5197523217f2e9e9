import Sqlite from 'libsql'
import { Hono } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { expect, test } from 'vitest'
import { createPrometheusMetrics } from '../../src/metrics'
import { type AccountEnv, createRateLimit, type CreateRoutes, type PhoneNumberEvent } from '../../src/index'
import { PHONE_PATH } from '../setup'
import { ANA, BEN, setupAccounts } from './setup'

const routes: CreateRoutes = ({ requireAccount }) => {
  const business = new Hono<AccountEnv>()
  business.get('/api/v1/orders', requireAccount, (c) => c.json({ of: c.get('account').id }))
  business.get('/api/v1/orders/:id', requireAccount, (c) => c.json({ id: c.req.param('id') }))
  business.post('/api/v1/refuse', () => {
    throw new HTTPException(403, { message: 'Not yours.' })
  })
  business.post('/api/v1/crash', () => {
    throw new Error('the number is 13800138000')
  })
  return business
}

test('a guarded route knows the account, and lets nobody else in', async () => {
  await using t = await setupAccounts({ routes })
  const token = await t.signIn(ANA)
  const { body } = await t.session(token)
  expect(await t.send('/api/v1/orders', { headers: t.bearer(token) })).toMatchObject({
    status: 200,
    body: { of: (body.account as { id: string }).id },
  })
  for (const headers of [{}, t.bearer('A'.repeat(43)), { authorization: 'Basic YTpi' }]) {
    const refused = await t.send('/api/v1/orders', { headers })
    expect(refused).toMatchObject({
      status: 401,
      body: { code: 'signed_out', requestId: expect.any(String) as string },
    })
    expect(refused.headers.get('www-authenticate')).toBe('Bearer')
  }
})

test('a business’s route has the request id, the log line, the metrics and the headers of ours', async () => {
  const metrics = createPrometheusMetrics({})
  await using t = await setupAccounts({ routes, metrics })
  const token = await t.signIn(ANA)
  const requestId = crypto.randomUUID()
  const headers = { ...t.bearer(token), 'x-request-id': requestId }
  const reply = await t.send('/api/v1/orders/order-of-ana', { headers })
  expect(reply.body).toEqual({ id: 'order-of-ana' })
  expect(reply.headers.get('x-request-id')).toBe(requestId)
  expect(reply.headers.get('cache-control')).toBe('no-store')
  const line = t.lines.find((each) => each.includes(requestId))
  expect(line).toContain('"route":"/api/v1/orders/:id"')
  expect(line).toContain('"outcome":"ok"')
  expect(t.lines.join()).not.toContain('order-of-ana')
  expect(await metrics.toText()).toContain(
    'uni_phone_http_requests_total{method="GET",route="/api/v1/orders/:id",status="200"} 1',
  )
})

test('what a business’s route throws is a problem: on purpose with its words, else with none', async () => {
  await using t = await setupAccounts({ routes })
  const refused = await t.send('/api/v1/refuse', { method: 'POST' })
  expect(refused).toMatchObject({ status: 403, body: { status: 403, detail: 'Not yours.', code: 'http_403' } })
  expect(refused.headers.get('content-type')).toBe('application/problem+json')
  const crashed = await t.send('/api/v1/crash', { method: 'POST' })
  expect(crashed).toMatchObject({ status: 500, body: { code: 'internal' } })
  expect(JSON.stringify(crashed.body) + t.lines.join()).not.toContain('13800138000')
})

test('a business’s route answers 405 with what it takes, and counts against the limit of its caller', async () => {
  await using t = await setupAccounts({ routes, rateLimit: createRateLimit({ perMinute: 2 }) })
  const wrong = await t.send('/api/v1/orders', { method: 'DELETE' })
  expect(wrong).toMatchObject({ status: 405, body: { code: 'method_not_allowed' } })
  expect(wrong.headers.get('allow')).toBe('GET, HEAD')
  await t.send('/api/v1/orders', {})
  expect(await t.send('/api/v1/orders', {})).toMatchObject({ status: 429, body: { code: 'rate_limited' } })
})

test('a guard on a server without accounts says what is missing', async () => {
  await using t = await setupAccounts({ routes, accounts: undefined })
  const reply = await t.send('/api/v1/orders', { headers: t.bearer('A'.repeat(43)) })
  expect(reply).toMatchObject({ status: 500, body: { code: 'service_misconfigured' } })
  expect(reply.body.detail).toContain('DATABASE_URL')
})

test('the business’s handler is told the account, and its value stands beside the token', async () => {
  const events: PhoneNumberEvent[] = []
  const onPhoneNumber = (event: PhoneNumberEvent) => {
    events.push(event)
    return { points: 7 }
  }
  await using t = await setupAccounts({ onPhoneNumber })
  const { body } = await t.post(t.tap(ANA))
  expect(body.data).toMatchObject({ token: expect.any(String) as string, business: { points: 7 } })
  expect(events).toMatchObject([{ openid: ANA, account: { phone: { purePhoneNumber: '13800138000' } } }])
  expect(JSON.stringify(events)).not.toContain((body.data as { token: string }).token)
})

test('a handler that fails is called again with the same account, and there is one session', async () => {
  let failures = 1
  const ids: (string | undefined)[] = []
  const onPhoneNumber = ({ account }: PhoneNumberEvent) => {
    ids.push(account?.id)
    if (failures-- > 0) throw new Error('not now')
    return null
  }
  await using t = await setupAccounts({ onPhoneNumber })
  const [tap, key] = [t.tap(ANA), { 'idempotency-key': 'a-handler-that-fails-once' }]
  expect(await t.post(tap, key)).toMatchObject({ status: 503, body: { code: 'handler_failed' } })
  expect(await t.post(tap, key)).toMatchObject({ status: 200, body: { data: { business: null } } })
  expect(ids[0]).toBe(ids[1])
  expect(t.calls(PHONE_PATH)).toBe(1)
})

test('hooks hear who is new, who is back, and who has left', async () => {
  const heard: string[] = []
  const hooks = {
    onAccountCreated: () => void heard.push('created'),
    onSignIn: ({ how, newWeChatUser }: { how: string; newWeChatUser: boolean }) =>
      void heard.push(`${how} ${newWeChatUser}`),
    onAccountClosed: () => void heard.push('closed'),
  }
  await using t = await setupAccounts({ hooks })
  const token = await t.signIn(ANA)
  await t.silently({ loginCode: t.loginCode(ANA) })
  await t.signIn(BEN)
  await t.end('/api/v1/account', token)
  expect(heard).toEqual(['created', 'phone false', 'silent false', 'phone true', 'closed'])
})

test('sign-ins are counted by kind', async () => {
  const metrics = createPrometheusMetrics({})
  await using t = await setupAccounts({ metrics })
  await t.signIn(ANA)
  await t.signIn(ANA)
  await t.silently({ loginCode: t.loginCode(ANA) })
  const text = await metrics.toText()
  for (const kind of ['new', 'phone', 'silent']) expect(text).toContain(`uni_phone_sign_ins_total{kind="${kind}"} 1`)
})

test('while the database fails everything says so, the number is kept, and nothing is lost', async () => {
  await using t = await setupAccounts({ routes })
  const token = await t.signIn(ANA)
  const database = new Sqlite(t.file)
  database.exec('alter table uni_phone_sessions rename to away')
  const [tap, key] = [t.tap(BEN, '13900139000'), { 'idempotency-key': 'a-tap-while-the-database-is-away' }]
  expect(await t.post(tap, key)).toMatchObject({ status: 503, body: { code: 'handler_failed', retryable: true } })
  const [login, launch] = [{ loginCode: t.loginCode(ANA) }, { 'idempotency-key': 'a-launch-while-it-is-away' }]
  for (const reply of [
    await t.session(token),
    await t.end('/api/v1/account', token),
    await t.send('/api/v1/orders', { headers: t.bearer(token) }),
    await t.silently(login, launch),
  ]) {
    expect(reply).toMatchObject({ status: 503, body: { code: 'accounts_unavailable', retryable: true } })
    expect(reply.headers.get('retry-after')).toBe('1')
  }
  expect(t.lines.join()).toContain('"code":"database_failed"')
  database.exec('alter table away rename to uni_phone_sessions')
  database.close()
  expect(await t.post(tap, key)).toMatchObject({ status: 200 })
  expect(await t.silently(login, launch)).toMatchObject({ status: 200 })
  expect(await t.session(token)).toMatchObject({ status: 200 })
})
