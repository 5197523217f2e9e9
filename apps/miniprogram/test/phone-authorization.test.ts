import { expect, test, vi } from 'vitest'
import { createHttpClient } from '../src/phone-number/api/http-client'
import { createIdempotencyKey } from '../src/phone-number/api/idempotency-key'
import { createPhoneNumberApi } from '../src/phone-number/api/phone-number-api'
import { createPhoneAuthorization } from '../src/phone-number/authorization/phone-authorization'
import { maskPhoneNumber } from '../src/phone-number/authorization/state'
import { createLoginCode } from '../src/phone-number/wechat/login-code'
import { PHONE, problem, startApi } from './support/api-server'
import { createHeldClock } from './support/held-clock'
import { createHeldNetwork } from './support/held-network'
import { httpRequest } from './support/http-request'

const allowed = { detail: { errMsg: 'getPhoneNumber:ok', code: 'c' } }
const refused = { detail: { errMsg: 'getPhoneNumber:fail user deny' } }
const encrypted = { detail: { errMsg: 'getPhoneNumber:ok', encryptedData: 'e', iv: 'i' } }

type Answers = Parameters<typeof startApi>

async function setup(answers: Answers, login: (call: number) => string | undefined = (call) => `login-${call}`) {
  const server = await startApi(...answers)
  const time = createHeldClock()
  const network = createHeldNetwork()
  let logins = 0
  const authorization = createPhoneAuthorization({
    exchange: createPhoneNumberApi(createHttpClient({ baseUrl: server.baseUrl, request: httpRequest })),
    loginCode: createLoginCode({ login: () => Promise.resolve(login((logins += 1))), clock: time.clock }),
    clock: time.clock,
    network: network.network,
  })
  authorization.prepare()
  return { ...authorization, ...server, ...time, ...network, logins: () => logins }
}

type Setup = Awaited<ReturnType<typeof setup>>

function waitsFor({ state }: Setup, waiting: string): Promise<void> {
  return vi.waitFor(() => {
    expect(state.value).toEqual({ step: 'exchanging', waiting })
  })
}

/** Whether the attempt has come to an end by itself. */
function ends({ state }: Setup, step: string): Promise<void> {
  return vi.waitFor(() => {
    expect(state.value.step).toBe(step)
  })
}

const unavailable = { status: 503, body: problem('wechat_unavailable', 503, true) }
/** Beyond what is waited for by itself. */
const muchLater = { ...unavailable, headers: { 'Retry-After': '60' } }

function keysOf(seen: { headers: Record<string, unknown> }[]) {
  return seen.map(({ headers }) => headers['idempotency-key'])
}

test('a tap ends with a masked number and the data of the business', async () => {
  const { authorize, state, seen } = await setup([{ body: { ...PHONE, data: { session: 's' } } }])
  await authorize(allowed)
  expect(state.value).toEqual({
    step: 'done',
    phone: {
      maskedNumber: '138****8000',
      countryCode: '86',
      authorizedAt: '2026-11-22T06:00:00.000Z',
      data: { session: 's' },
    },
  })
  expect(seen[0]?.body).toEqual({ code: 'c', loginCode: 'login-1' })
})

test('the button is busy at once, and what it says meanwhile is not listened to', async () => {
  const { authorize, state, seen } = await setup([{ body: PHONE }])
  const first = authorize(allowed)
  expect(state.value.step).toBe('exchanging')
  await authorize({ detail: { errMsg: 'getPhoneNumber:ok', code: 'second' } })
  await authorize(refused)
  await first
  expect(state.value.step).toBe('done')
  expect(seen).toHaveLength(1)
})

test('a refusal sends nothing and keeps the login code', async () => {
  const { authorize, state, seen, logins } = await setup([{ body: PHONE }])
  await authorize(refused)
  expect(state.value).toEqual({ step: 'refused', failure: { reason: 'refused', next: 'tap' }, canRetry: false })
  expect(seen).toHaveLength(0)
  await authorize(allowed)
  expect(seen[0]?.body).toEqual({ code: 'c', loginCode: 'login-1' })
  expect(logins()).toBe(2)
})

test('a retry is the same request under the same key', async () => {
  const { authorize, retry, state, seen } = await setup([muchLater, { body: PHONE }])
  await authorize(allowed)
  expect(state.value).toEqual({
    step: 'failed',
    failure: { reason: 'wechat_unavailable', next: 'retry' },
    canRetry: true,
  })
  await retry()
  expect(state.value.step).toBe('done')
  expect(seen[1]?.body).toEqual(seen[0]?.body)
  expect(new Set(keysOf(seen)).size).toBe(1)
})

test('a new code comes with a new key and a new login code', async () => {
  const { authorize, seen } = await setup([{ status: 409, body: problem('code_rejected', 409, false) }])
  await authorize(allowed)
  await authorize(allowed)
  expect(new Set(keysOf(seen)).size).toBe(2)
  expect(seen.map(({ body }) => body)).toEqual([
    { code: 'c', loginCode: 'login-1' },
    { code: 'c', loginCode: 'login-2' },
  ])
})

test('an answer that came ends the retries', async () => {
  const { authorize, retry, seen } = await setup([{ body: PHONE }])
  await authorize(allowed)
  await retry()
  expect(seen).toHaveLength(1)
})

test('without a login code the number still arrives', async () => {
  const { authorize, state, seen } = await setup([{ body: PHONE }], () => undefined)
  await authorize(allowed)
  expect(state.value.step).toBe('done')
  expect(seen[0]?.body).toEqual({ code: 'c' })
})

test('a callback never logs in: without a login from before it goes on alone', async () => {
  const { baseUrl, seen } = await startApi({ body: PHONE })
  const { authorize } = createPhoneAuthorization({
    exchange: createPhoneNumberApi(createHttpClient({ baseUrl, request: httpRequest })),
    loginCode: createLoginCode({ login: () => Promise.resolve('late') }),
  })
  await authorize(allowed)
  expect(seen[0]?.body).toEqual({ code: 'c' })
})

test('the old way sends what WeChat encrypted, with the login that came before the tap', async () => {
  const { authorize, seen } = await setup([{ body: PHONE }])
  await authorize(encrypted)
  expect(seen[0]?.body).toEqual({ encryptedData: 'e', iv: 'i', loginCode: 'login-1' })
})

test('the old way without a login asks for a newer WeChat', async () => {
  const { authorize, state, seen } = await setup([{ body: PHONE }], () => undefined)
  await authorize(encrypted)
  expect(state.value).toEqual({
    step: 'failed',
    failure: { reason: 'wechat_too_old', next: 'fallback' },
    canRetry: false,
  })
  expect(seen).toHaveLength(0)
})

test('a server without the old way asks for a newer WeChat', async () => {
  const { authorize, state } = await setup([{ status: 400, body: problem('invalid_request', 400, false) }])
  await authorize(encrypted)
  expect(state.value).toMatchObject({ failure: { reason: 'wechat_too_old' } })
})

test.each([
  ['code_rejected', 409, false, 'tap'],
  ['outcome_unknown', 502, false, 'tap'],
  ['in_progress', 409, true, 'retry'],
  ['rate_limited', 429, true, 'retry'],
  ['quota_exhausted', 503, false, 'fallback'],
  ['service_misconfigured', 500, false, 'fallback'],
  ['not_found', 404, false, 'later'],
  ['brand_new', 500, true, 'retry'],
  ['brand_new', 400, false, 'tap'],
])('%s %i, retryable %s: the next step is %s', async (code, status, retryable, next) => {
  const headers = { 'Retry-After': '60' }
  const { authorize, state } = await setup([{ status, headers, body: problem(code, status, retryable) }])
  await authorize(allowed)
  expect(state.value).toEqual({ step: 'failed', failure: { reason: code, next }, canRetry: retryable })
})

test('a login code is fetched again when it is four minutes old or used', async () => {
  const { clock, advance } = createHeldClock()
  let logins = 0
  const loginCode = createLoginCode({ login: () => Promise.resolve(`login-${(logins += 1)}`), clock })
  loginCode.prepare()
  advance(4 * 60_000 - 1)
  loginCode.prepare()
  expect(logins).toBe(1)
  advance(1)
  expect(logins).toBe(2)
  expect(await loginCode.consume()).toBe('login-2')
  expect(await loginCode.consume()).toBeUndefined()
})

test('a page left open keeps its login code fresh, and a hidden one does not', async () => {
  const { prepare, pause, advance, logins, authorize, seen } = await setup([{ body: PHONE }])
  advance(20 * 60_000)
  expect(logins()).toBe(6)
  pause()
  advance(20 * 60_000)
  expect(logins()).toBe(6)
  prepare()
  await authorize(allowed)
  expect(seen[0]?.body).toEqual({ code: 'c', loginCode: 'login-7' })
})

test('while WeChat’s sheet is open nothing logs in', async () => {
  const { pause, advance, logins, authorize, seen } = await setup([{ body: PHONE }])
  pause()
  advance(4 * 60_000)
  expect(logins()).toBe(1)
  await authorize(encrypted)
  expect(seen[0]?.body).toMatchObject({ loginCode: 'login-1' })
})

test('a lost answer is asked for again by itself, with the same key and words to the person', async () => {
  const t = await setup([unavailable, unavailable, { body: PHONE }])
  const tap = t.authorize(allowed)
  await waitsFor(t, 'retry')
  t.advance(500)
  await vi.waitFor(() => {
    expect(t.seen).toHaveLength(2)
  })
  await vi.waitFor(() => {
    expect(t.waits()).toContain(1000)
  })
  t.advance(1000)
  await tap
  expect(t.state.value.step).toBe('done')
  expect(new Set(keysOf(t.seen)).size).toBe(1)
  expect(t.seen[2]?.body).toEqual(t.seen[0]?.body)
})

test('it asks four times more and then leaves it to the person', async () => {
  const t = await setup([unavailable])
  const tap = t.authorize(allowed)
  for (const delay of [500, 1000, 2000, 4000]) {
    await vi.waitFor(() => {
      expect(t.waits()).toContain(delay)
    })
    t.advance(delay)
  }
  await tap
  expect(t.state.value).toMatchObject({ step: 'failed', canRetry: true })
  expect(t.seen).toHaveLength(5)
})

test('ten seconds after the first failure nothing is asked again by itself', async () => {
  const slow = { ...unavailable, headers: { 'Retry-After': '4' } }
  const t = await setup([slow])
  const tap = t.authorize(allowed)
  for (const expected of [1, 2]) {
    await vi.waitFor(() => {
      expect(t.seen).toHaveLength(expected)
      expect(t.waits()).toContain(4000)
    })
    t.advance(4000)
  }
  await tap
  expect(t.seen).toHaveLength(3)
  expect(t.state.value.step).toBe('failed')
})

test('Retry-After is respected, and one beyond ten seconds is the person’s to wait for', async () => {
  const t = await setup([{ ...unavailable, headers: { 'Retry-After': '7' } }, muchLater])
  const tap = t.authorize(allowed)
  await vi.waitFor(() => {
    expect(t.waits()).toContain(7000)
  })
  t.advance(6999)
  expect(t.seen).toHaveLength(1)
  t.advance(1)
  await tap
  expect(t.seen).toHaveLength(2)
  expect(t.state.value).toMatchObject({ step: 'failed', canRetry: true })
})

test('without a network it waits for one, says so, and goes on at once', async () => {
  const t = await setup([unavailable, { body: PHONE }])
  t.setOnline(false)
  const tap = t.authorize(allowed)
  await waitsFor(t, 'offline')
  t.advance(60_000)
  expect(t.seen).toHaveLength(1)
  t.setOnline(true)
  await tap
  expect(t.state.value.step).toBe('done')
})

test('a network that goes while it waits is waited for too, and that time does not count', async () => {
  const t = await setup([unavailable, unavailable, { body: PHONE }])
  const tap = t.authorize(allowed)
  await waitsFor(t, 'retry')
  t.setOnline(false)
  t.advance(500)
  await waitsFor(t, 'offline')
  t.advance(60_000)
  t.setOnline(true)
  await vi.waitFor(() => {
    expect(t.waits()).toContain(1000)
  })
  t.advance(1000)
  await tap
  expect(t.state.value.step).toBe('done')
})

test('a refusal beside an unanswered request does not take the retry away', async () => {
  const t = await setup([muchLater, { body: PHONE }])
  await t.authorize(allowed)
  await t.authorize(refused)
  expect(t.state.value).toMatchObject({ step: 'refused', canRetry: true })
  await t.retry()
  expect(t.state.value.step).toBe('done')
  expect(new Set(keysOf(t.seen)).size).toBe(1)
})

test('ten minutes after it was first sent a request is no longer offered again, and the words say tap', async () => {
  const t = await setup([muchLater])
  await t.authorize(allowed)
  t.advance(9 * 60_000)
  await t.retry()
  expect(t.state.value).toMatchObject({ canRetry: true })
  t.advance(60_000)
  expect(t.state.value).toEqual({
    step: 'failed',
    failure: { reason: 'code_rejected', next: 'tap' },
    canRetry: false,
  })
  await t.retry()
  expect(t.seen).toHaveLength(2)
})

test('a network that comes back after ten minutes asks for another tap where the answer is not there', async () => {
  const t = await setup([unavailable, muchLater])
  t.setOnline(false)
  const tap = t.authorize(allowed)
  await waitsFor(t, 'offline')
  t.advance(11 * 60_000)
  t.setOnline(true)
  await tap
  await ends(t, 'failed')
  expect(t.state.value).toMatchObject({ failure: { reason: 'code_rejected' }, canRetry: false })
})

test('a new tap puts a new key in place of the unanswered one', async () => {
  const t = await setup([muchLater, { body: PHONE }])
  await t.authorize(allowed)
  await t.authorize(allowed)
  expect(t.state.value.step).toBe('done')
  expect(new Set(keysOf(t.seen)).size).toBe(2)
})

test.each([
  ['13800138000', '138****8000'],
  ['61234567', '61****67'],
  ['12345', '1****5'],
  ['138****8000', '138****8000'],
  ['1380013**00', '1380013**00'],
])('%s is shown as %s', (number, masked) => {
  expect(maskPhoneNumber(number)).toBe(masked)
})

test('a key is a version 4 UUID, from the lowest random number to the highest', () => {
  expect(createIdempotencyKey(() => 0)).toBe('00000000-0000-4000-8000-000000000000')
  expect(createIdempotencyKey(() => 1 - Number.EPSILON)).toBe('ffffffff-ffff-4fff-bfff-ffffffffffff')
  expect(createIdempotencyKey()).not.toBe(createIdempotencyKey())
})
