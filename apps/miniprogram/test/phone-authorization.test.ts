import { flushPromises } from '@vue/test-utils'
import { describe, expect, test, vi } from 'vitest'
import { createHttpClient } from '../src/phone-number/api/http-client'
import { createIdempotencyKey, createPhoneNumberApi } from '../src/phone-number/api/phone-number-api'
import { createPhoneAuthorization } from '../src/phone-number/authorization/phone-authorization'
import { maskPhoneNumber } from '../src/phone-number/authorization/state'
import { createLoginCode } from '../src/phone-number/wechat/login-code'
import { PHONE, problem, startApi } from './support/api-server'
import { createHeldClock } from './support/held-clock'
import { createHeldNetwork } from './support/held-network'
import { httpRequest } from './support/http-request'

const allowed = { detail: { errMsg: 'getPhoneNumber:ok', code: 'c' } }
const allowedAgain = { detail: { errMsg: 'getPhoneNumber:ok', code: 'd' } }
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
  await flushPromises()
  return { ...authorization, ...server, ...time, ...network, logins: () => logins }
}

type Setup = Awaited<ReturnType<typeof setup>>

function waitsFor({ state }: Setup, waiting: string): Promise<void> {
  return vi.waitFor(() => {
    expect(state.value).toEqual({ step: 'exchanging', waiting })
  })
}

/** Waits until the attempt ends without a further call. */
function ends({ state }: Setup, step: string): Promise<void> {
  return vi.waitFor(() => {
    expect(state.value.step).toBe(step)
  })
}

const unavailable = { status: 503, body: problem('wechat_unavailable', 503, true) }
/** Beyond the time of the automatic retries. */
const muchLater = { ...unavailable, headers: { 'Retry-After': '60' } }

function keysOf(seen: { headers: Record<string, unknown> }[]) {
  return seen.map(({ headers }) => headers['idempotency-key'])
}

describe('a tap', () => {
  test('ends with the masked number and the handler’s data', async () => {
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

  test('is busy at once, and ignores further events meanwhile', async () => {
    const { authorize, state, seen } = await setup([{ body: PHONE }])
    const first = authorize(allowed)
    expect(state.value.step).toBe('exchanging')
    await authorize({ detail: { errMsg: 'getPhoneNumber:ok', code: 'second' } })
    await authorize(refused)
    await first
    expect(state.value.step).toBe('done')
    expect(seen).toHaveLength(1)
  })

  test('handles an event that arrives twice once', async () => {
    const { authorize, state, seen } = await setup([{ body: PHONE }])
    await authorize(allowed)
    await authorize(allowed)
    await authorize(refused)
    expect(state.value.step).toBe('done')
    expect(seen).toHaveLength(1)
  })

  test('sends no login code that has expired', async () => {
    const { authorize, pause, suspend, seen } = await setup([{ body: PHONE }])
    pause()
    suspend(5 * 60_000)
    await authorize(allowed)
    expect(seen[0]?.body).toEqual({ code: 'c' })
  })

  test('sends nothing after a refusal, and keeps the login code', async () => {
    const { authorize, state, seen, logins } = await setup([{ body: PHONE }])
    await authorize(refused)
    expect(state.value).toEqual({ step: 'refused', failure: { reason: 'refused', next: 'tap' }, canRetry: false })
    expect(seen).toHaveLength(0)
    await authorize(allowed)
    expect(seen[0]?.body).toEqual({ code: 'c', loginCode: 'login-1' })
    expect(logins()).toBe(2)
  })

  test('uses a new key and a new login code for a new code', async () => {
    const { authorize, seen } = await setup([{ status: 409, body: problem('code_rejected', 409, false) }])
    await authorize(allowed)
    await authorize(allowedAgain)
    expect(new Set(keysOf(seen)).size).toBe(2)
    expect(seen.map(({ body }) => body)).toEqual([
      { code: 'c', loginCode: 'login-1' },
      { code: 'd', loginCode: 'login-2' },
    ])
  })

  test('exchanges the code without a login code', async () => {
    const { authorize, state, seen } = await setup([{ body: PHONE }], () => undefined)
    await authorize(allowed)
    expect(state.value.step).toBe('done')
    expect(seen[0]?.body).toEqual({ code: 'c' })
  })

  test('sends encrypted data with the login code from before the tap', async () => {
    const { authorize, seen } = await setup([{ body: PHONE }])
    await authorize(encrypted)
    expect(seen[0]?.body).toEqual({ encryptedData: 'e', iv: 'i', loginCode: 'login-1' })
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
  ])('%s %i, retryable %s: suggests %s', async (code, status, retryable, next) => {
    const headers = { 'Retry-After': '60' }
    const { authorize, state } = await setup([{ status, headers, body: problem(code, status, retryable) }])
    await authorize(allowed)
    expect(state.value).toMatchObject({ step: 'failed', failure: { reason: code, next }, canRetry: retryable })
  })
})

describe('encrypted data of an old base library', () => {
  test('asks for a newer WeChat if encrypted data comes without a login code', async () => {
    const { authorize, state, seen } = await setup([{ body: PHONE }], () => undefined)
    await authorize(encrypted)
    expect(state.value).toEqual({
      step: 'failed',
      failure: { reason: 'wechat_too_old', next: 'fallback' },
      canRetry: false,
    })
    expect(seen).toHaveLength(0)
  })

  test('asks for a newer WeChat if the server does not accept encrypted data', async () => {
    const { authorize, state } = await setup([{ status: 400, body: problem('invalid_request', 400, false) }])
    await authorize(encrypted)
    expect(state.value).toMatchObject({ failure: { reason: 'wechat_too_old' } })
  })
})

describe('the login code', () => {
  test('never logs in inside the callback', async () => {
    const { baseUrl, seen } = await startApi({ body: PHONE })
    const { authorize } = createPhoneAuthorization({
      exchange: createPhoneNumberApi(createHttpClient({ baseUrl, request: httpRequest })),
      loginCode: createLoginCode({ login: () => Promise.resolve('late') }),
    })
    await authorize(allowed)
    expect(seen[0]?.body).toEqual({ code: 'c' })
  })

  test('fetches a new login code after four minutes and after use', async () => {
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

  test('refreshes the login code while the page is shown, not while it is hidden', async () => {
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

  test('does not log in while WeChat’s sheet is open', async () => {
    const { pause, advance, logins, authorize, seen } = await setup([{ body: PHONE }])
    pause()
    advance(4 * 60_000)
    expect(logins()).toBe(1)
    await authorize(encrypted)
    expect(seen[0]?.body).toMatchObject({ loginCode: 'login-1' })
  })
})

describe('automatic retries', () => {
  test('retries a lost answer automatically with the same key, and says so', async () => {
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

  test('stops after four automatic retries', async () => {
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

  test('stops retrying fourteen seconds after the tap', async () => {
    const t = await setup([{ ...unavailable, headers: { 'Retry-After': '5' } }])
    const tap = t.authorize(allowed)
    for (const expected of [1, 2]) {
      await vi.waitFor(() => {
        expect(t.seen).toHaveLength(expected)
        expect(t.waits()).toContain(5000)
      })
      t.advance(5000)
    }
    await tap
    expect(t.seen).toHaveLength(3)
    expect(t.state.value.step).toBe('failed')
  })

  test('respects Retry-After, and leaves a long one to the user', async () => {
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

  test('waits for a network, says so, and continues at once', async () => {
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

  test('does not count the time without a network', async () => {
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
})

describe('a retry by the user', () => {
  test('does not wait for a network that the phone does not report', async () => {
    const t = await setup([unavailable, { body: PHONE }])
    t.setOnline(false)
    const tap = t.authorize(allowed)
    await waitsFor(t, 'offline')
    await t.retry()
    await tap
    expect(t.state.value.step).toBe('done')
  })

  test('is offered after fourteen seconds, and a late answer is still taken', async () => {
    const time = createHeldClock()
    const answers: ((response: typeof PHONE) => void)[] = []
    const { authorize, state } = createPhoneAuthorization({
      exchange: () => new Promise((resolve) => answers.push(resolve)),
      loginCode: createLoginCode({ login: () => Promise.resolve('login'), clock: time.clock }),
      clock: time.clock,
      network: createHeldNetwork().network,
    })
    const tap = authorize(allowed)
    await time.pass(14_000)
    await tap
    expect(state.value).toMatchObject({ step: 'failed', failure: { reason: 'timeout' }, canRetry: true })
    answers[0]?.(PHONE)
    await flushPromises()
    expect(state.value.step).toBe('done')
  })

  test('retries with the same request and key', async () => {
    const { authorize, retry, state, seen } = await setup([muchLater, { body: PHONE }])
    await authorize(allowed)
    expect(state.value).toMatchObject({
      step: 'failed',
      failure: { reason: 'wechat_unavailable', next: 'retry' },
      canRetry: true,
    })
    await retry()
    expect(state.value.step).toBe('done')
    expect(seen[1]?.body).toEqual(seen[0]?.body)
    expect(new Set(keysOf(seen)).size).toBe(1)
  })

  test('sends nothing on retry after a final answer', async () => {
    const { authorize, retry, seen } = await setup([{ body: PHONE }])
    await authorize(allowed)
    await retry()
    expect(seen).toHaveLength(1)
  })

  test('keeps the retry after a refusal beside a pending request', async () => {
    const t = await setup([muchLater, { body: PHONE }])
    await t.authorize(allowed)
    await t.authorize(refused)
    expect(t.state.value).toMatchObject({ step: 'refused', canRetry: true })
    await t.retry()
    expect(t.state.value.step).toBe('done')
    expect(new Set(keysOf(t.seen)).size).toBe(1)
  })

  test('offers no retry ten minutes after the first attempt, and asks for another tap', async () => {
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

  test('asks for another tap if the network returns after ten minutes and the answer is gone', async () => {
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

  test('replaces the pending request on a new tap', async () => {
    const t = await setup([muchLater, { body: PHONE }])
    await t.authorize(allowed)
    await t.authorize(allowedAgain)
    expect(t.state.value.step).toBe('done')
    expect(new Set(keysOf(t.seen)).size).toBe(2)
  })
})

test.each([
  ['13800138000', '138****8000'],
  ['61234567', '61****67'],
  ['12345', '1****5'],
  ['138****8000', '138****8000'],
  ['1380013**00', '1380013**00'],
])('masks %s as %s', (number, masked) => {
  expect(maskPhoneNumber(number)).toBe(masked)
})

test('creates a version 4 UUID for the lowest and the highest random number', () => {
  expect(createIdempotencyKey(() => 0)).toBe('00000000-0000-4000-8000-000000000000')
  expect(createIdempotencyKey(() => 1 - Number.EPSILON)).toBe('ffffffff-ffff-4fff-bfff-ffffffffffff')
  expect(createIdempotencyKey()).not.toBe(createIdempotencyKey())
})
