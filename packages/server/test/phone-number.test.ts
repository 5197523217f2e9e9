import { ERROR_CODES } from '@uni-phone/contract'
import { phoneNumberResponseSchema, problemSchema } from '@uni-phone/contract/schemas'
import { expect, onTestFinished, test, vi } from 'vitest'
import type { PhoneNumberEvent } from '../src/index'
import { PHONE_PATH, SESSION_PATH, setup, TOKEN_PATH } from './setup'

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

test('a code becomes a number', async () => {
  await using t = await setup()
  const reply = await t.post({ code: t.newCode() }, { 'idempotency-key': '"k-1"' })
  expect(reply.status).toBe(200)
  expect(phoneNumberResponseSchema.parse(reply.body)).toEqual({
    phoneNumber: '13800138000',
    purePhoneNumber: '13800138000',
    countryCode: '86',
    authorizedAt: '2026-11-22T06:00:00.000Z',
  })
  expect(reply.headers.get('cache-control')).toBe('no-store')
  expect(reply.headers.get('x-request-id')).toMatch(UUID)
  expect(reply.headers.get('x-content-type-options')).toBe('nosniff')
})

test('what the business returns reaches the page, and it learns who it is', async () => {
  const events: PhoneNumberEvent[] = []
  await using t = await setup({
    onPhoneNumber: (event) => {
      events.push(event)
      return { token: 'session-1' }
    },
  })
  const loginCode = t.emulator.createLoginCode({ openid: 'oAbcdefghijklmnopqrstuvwxyz0', unionid: 'u-1' }).code
  const reply = await t.post({ code: t.newCode(), loginCode })
  expect(reply.body.data).toEqual({ token: 'session-1' })
  expect(events).toEqual([
    {
      phone: {
        phoneNumber: '13800138000',
        purePhoneNumber: '13800138000',
        countryCode: '86',
        authorizedAt: '2026-11-22T06:00:00.000Z',
      },
      openid: 'oAbcdefghijklmnopqrstuvwxyz0',
      unionid: 'u-1',
      exchangeId: expect.stringMatching(UUID) as string,
      requestId: reply.headers.get('x-request-id'),
    },
  ])
})

test('the number arrives though the login code is worthless', async () => {
  const events: PhoneNumberEvent[] = []
  await using t = await setup({ onPhoneNumber: (event) => void events.push(event) })
  const reply = await t.post({ code: t.newCode(), loginCode: 'the code is a mock one' })
  expect(reply.status).toBe(200)
  expect(events[0]?.openid).toBeUndefined()
})

test('the number arrives though the login endpoint never answers', async () => {
  await using t = await setup({ requestTimeoutMs: 600 })
  t.emulator.addFault({ path: SESSION_PATH, fault: { hang: true } })
  const reply = await t.post({ code: t.newCode(), loginCode: t.emulator.createLoginCode().code })
  expect(reply.status).toBe(200)
})

test('the number can be masked', async () => {
  await using t = await setup({ responseForm: 'masked' })
  const reply = await t.post({ code: t.newCode() })
  expect(reply.body).toMatchObject({ phoneNumber: '138****8000', purePhoneNumber: '138****8000', countryCode: '86' })
})

test('the same key gives the same answer, and WeChat is asked once', async () => {
  await using t = await setup()
  const body = { code: t.newCode() }
  const first = await t.post(body, { 'idempotency-key': '"k-1"' })
  const second = await t.post(body, { 'idempotency-key': 'k-1' })
  expect(second.body).toEqual(first.body)
  expect(first.headers.get('idempotency-replayed')).toBeNull()
  expect(second.headers.get('idempotency-replayed')).toBe('true')
  expect(t.calls(PHONE_PATH)).toBe(1)
})

test('twenty equal requests at once are one exchange', async () => {
  await using t = await setup()
  const body = { code: t.newCode() }
  const replies = await Promise.all(Array.from({ length: 20 }, () => t.post(body, { 'idempotency-key': 'k-1' })))
  expect(new Set(replies.map((reply) => JSON.stringify(reply.body))).size).toBe(1)
  expect(replies.every((reply) => reply.status === 200)).toBe(true)
  expect(t.calls(PHONE_PATH)).toBe(1)
})

test('a key is forgotten after ten minutes', async () => {
  await using t = await setup()
  await t.post({ code: t.newCode() }, { 'idempotency-key': 'k-1' })
  t.advance(600_001)
  expect((await t.post({ code: t.newCode() }, { 'idempotency-key': 'k-1' })).status).toBe(200)
  expect(t.calls(PHONE_PATH)).toBe(2)
})

test('the same key with another body is refused', async () => {
  await using t = await setup()
  await t.post({ code: t.newCode() }, { 'idempotency-key': 'k-1' })
  const reply = await t.post({ code: t.newCode() }, { 'idempotency-key': 'k-1' })
  expect(reply).toMatchObject({ status: 422, body: { code: 'idempotency_mismatch', retryable: false } })
})

test('a used code is a conflict, and the answer is kept', async () => {
  await using t = await setup()
  const body = { code: t.newCode() }
  await t.post(body)
  const reply = await t.post(body, { 'idempotency-key': 'k-2' })
  expect(reply).toMatchObject({ status: 409, body: { code: 'code_rejected', retryable: false } })
  const again = await t.post(body, { 'idempotency-key': 'k-2' })
  expect(again.body.code).toBe('code_rejected')
  expect(again.headers.get('idempotency-replayed')).toBe('true')
  expect(t.calls(PHONE_PATH)).toBe(2)
})

test.each([
  ['0f3aBcDeFgHiJkLmNoPqRsTuVwXyZ012', /wx\.login/],
  ['the code is a mock one', /DevTools/],
  ['"e31968a7f94cc5ee25fafc2aef2773f0bb8c3937b22520eb8ee345274d00c144"', /quotation marks/],
  ['f'.repeat(64), /five minutes/],
])('the answer to the worthless code %s says what it looks like', async (code, hint) => {
  await using t = await setup()
  expect((await t.post({ code })).body.detail).toMatch(hint)
})

test('a WeChat silent past the deadline is a timeout, and the retry gets the answer', async () => {
  await using t = await setup({ requestTimeoutMs: 150 })
  const body = { code: t.newCode() }
  t.emulator.addFault({ path: PHONE_PATH, fault: { delayMs: 400 } })
  const first = await t.post(body, { 'idempotency-key': 'k-1' })
  expect(first).toMatchObject({ status: 504, body: { code: 'wechat_timeout', retryable: true } })
  expect(first.headers.get('retry-after')).toBe('1')
  const second = await t.post(body, { 'idempotency-key': 'k-1' })
  expect(second).toMatchObject({ status: 409, body: { code: 'in_progress', retryable: true } })
  await expect.poll(async () => (await t.post(body, { 'idempotency-key': 'k-1' })).status).toBe(200)
  expect(t.calls(PHONE_PATH)).toBe(1)
})

test('a lost reply is an unknown outcome, kept and never resent', async () => {
  await using t = await setup()
  const body = { code: t.newCode() }
  t.emulator.addFault({ path: PHONE_PATH, fault: { reset: 'after' } })
  for (let n = 0; n < 3; n += 1)
    expect(await t.post(body, { 'idempotency-key': 'k-1' })).toMatchObject({
      status: 502,
      body: { code: 'outcome_unknown' },
    })
  expect(t.calls(PHONE_PATH)).toBe(1)
})

test('a failure that leaves the code unused is forgotten, and the retry succeeds', async () => {
  await using t = await setup()
  const body = { code: t.newCode() }
  t.emulator.addFault({ path: TOKEN_PATH, fault: { status: 502 } })
  const first = await t.post(body, { 'idempotency-key': 'k-1' })
  expect(first).toMatchObject({ status: 503, body: { code: 'wechat_unavailable', retryable: true } })
  expect(first.headers.get('retry-after')).toBe('1')
  expect((await t.post(body, { 'idempotency-key': 'k-1' })).status).toBe(200)
})

test.each([
  [45011, 'rate_limited'],
  [45009, 'quota_exhausted'],
  [40013, 'service_misconfigured'],
  [48001, 'service_misconfigured'],
  [99999, 'outcome_unknown'],
] as const)('errcode %i reaches the client as %s', async (errcode, code) => {
  await using t = await setup()
  t.emulator.addFault({ path: PHONE_PATH, fault: { errcode } })
  const reply = await t.post({ code: t.newCode() })
  const problem = problemSchema.parse(reply.body)
  expect(problem).toMatchObject({ code, ...ERROR_CODES[code] })
  expect(reply.status).toBe(ERROR_CODES[code].status)
  expect(reply.headers.get('content-type')).toBe('application/problem+json')
  expect(reply.headers.get('x-request-id')).toBe(problem.requestId)
  expect(JSON.stringify(problem)).not.toContain(String(errcode))
})

test('a handler that fails keeps the number, and the retry costs nothing', async () => {
  const ids: string[] = []
  await using t = await setup({
    onPhoneNumber: ({ exchangeId }) => {
      ids.push(exchangeId)
      if (ids.length === 1) throw new Error('database gone')
      return { welcome: true }
    },
  })
  const body = { code: t.newCode() }
  const first = await t.post(body, { 'idempotency-key': 'k-1' })
  expect(first).toMatchObject({ status: 503, body: { code: 'handler_failed', retryable: true } })
  const second = await t.post(body, { 'idempotency-key': 'k-1' })
  expect(second).toMatchObject({ status: 200, body: { phoneNumber: '13800138000', data: { welcome: true } } })
  expect((await t.post(body, { 'idempotency-key': 'k-1' })).body.data).toEqual({ welcome: true })
  expect(ids).toHaveLength(2)
  expect(new Set(ids).size).toBe(1)
  expect(t.calls(PHONE_PATH)).toBe(1)
})

test('a handler never runs twice at the same time for one key', async () => {
  let running = 0
  let most = 0
  await using t = await setup({
    requestTimeoutMs: 100,
    onPhoneNumber: async () => {
      most = Math.max(most, ++running)
      await new Promise((resolve) => setTimeout(resolve, 300))
      running -= 1
      return null
    },
  })
  const body = { code: t.newCode() }
  await expect.poll(async () => (await t.post(body, { 'idempotency-key': 'k-1' })).status).toBe(200)
  expect(most).toBe(1)
})

test('a handler whose value JSON cannot carry has failed', async () => {
  await using t = await setup({ onPhoneNumber: () => 10n as unknown as number })
  expect((await t.post({ code: t.newCode() })).body.code).toBe('handler_failed')
})

test('a mistake of ours after the code was sent is kept, and the code is not sent again', async () => {
  let calls = 0
  const getPhoneNumber = () => {
    calls += 1
    return Promise.reject(new Error('a mistake'))
  }
  await using t = await setup({ wechat: { getPhoneNumber, codeToSession: getPhoneNumber } })
  const body = { code: t.newCode() }
  for (const replayed of [null, 'true']) {
    const reply = await t.post(body, { 'idempotency-key': 'k-1' })
    expect(reply).toMatchObject({ status: 500, body: { code: 'internal', retryable: false } })
    expect(reply.headers.get('idempotency-replayed')).toBe(replayed)
  }
  expect(calls).toBe(1)
})

test("WeChat's limit by the minute stops further codes for ten seconds, which stay unused", async () => {
  await using t = await setup()
  t.emulator.addFault({ path: PHONE_PATH, times: 3, fault: { errcode: 45011 } })
  const code = t.newCode()
  for (const key of ['k-1', 'k-2', 'k-3', 'k-4'])
    expect((await t.post({ code }, { 'idempotency-key': key })).body.code).toBe('rate_limited')
  expect(t.calls(PHONE_PATH)).toBe(3)
  const later = performance.now() + 10_001
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => later)
  onTestFinished(() => {
    clock.mockRestore()
  })
  expect((await t.post({ code })).status).toBe(200)
})

test('other answers between them keep single refusals by the minute apart', async () => {
  await using t = await setup()
  for (const round of ['a', 'b', 'c']) {
    t.emulator.addFault({ path: PHONE_PATH, fault: { errcode: 45011 } })
    expect((await t.post({ code: t.newCode() })).body.code, round).toBe('rate_limited')
    expect((await t.post({ code: t.newCode() })).status, round).toBe(200)
  }
})
