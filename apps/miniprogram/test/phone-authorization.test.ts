import { expect, test } from 'vitest'
import { createJsonPost } from '../src/json-post'
import { createIdempotencyKey } from '../src/phone-number/idempotency-key'
import { createLoginCode } from '../src/phone-number/login-code'
import { maskPhoneNumber } from '../src/phone-number/mask-phone-number'
import { createPhoneAuthorization } from '../src/phone-number/phone-authorization'
import { createPhoneNumberApi } from '../src/phone-number/phone-number-api'
import { PHONE, problem, startApi } from './api-server'
import { httpRequest } from './http-request'

const allowed = { detail: { errMsg: 'getPhoneNumber:ok', code: 'c' } }
const refused = { detail: { errMsg: 'getPhoneNumber:fail user deny' } }
const encrypted = { detail: { errMsg: 'getPhoneNumber:ok', encryptedData: 'e', iv: 'i' } }

type Answers = Parameters<typeof startApi>

async function setup(answers: Answers, login: (call: number) => string | undefined = (call) => `login-${call}`) {
  const server = await startApi(...answers)
  let logins = 0
  const authorization = createPhoneAuthorization({
    api: createPhoneNumberApi(createJsonPost({ baseUrl: server.baseUrl, request: httpRequest })),
    loginCode: createLoginCode({ login: () => Promise.resolve(login((logins += 1))) }),
  })
  authorization.prepare()
  return { ...authorization, ...server, logins: () => logins }
}

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
  expect(state.value).toEqual({ step: 'refused', failure: { reason: 'refused', next: 'tap' } })
  expect(seen).toHaveLength(0)
  await authorize(allowed)
  expect(seen[0]?.body).toEqual({ code: 'c', loginCode: 'login-1' })
  expect(logins()).toBe(2)
})

test('a retry is the same request under the same key', async () => {
  const unavailable = { status: 503, body: problem('wechat_unavailable', 503, true) }
  const { authorize, retry, state, seen } = await setup([unavailable, { body: PHONE }])
  await authorize(allowed)
  expect(state.value).toEqual({ step: 'failed', failure: { reason: 'wechat_unavailable', next: 'retry' } })
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
    api: createPhoneNumberApi(createJsonPost({ baseUrl, request: httpRequest })),
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
  expect(state.value).toEqual({ step: 'failed', failure: { reason: 'wechat_too_old', next: 'another_way' } })
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
  ['quota_exhausted', 503, false, 'later'],
  ['service_misconfigured', 500, false, 'later'],
  ['brand_new', 500, true, 'retry'],
  ['brand_new', 400, false, 'tap'],
])('%s %i, retryable %s: the next step is %s', async (code, status, retryable, next) => {
  const { authorize, state } = await setup([{ status, body: problem(code, status, retryable) }])
  await authorize(allowed)
  expect(state.value).toEqual({ step: 'failed', failure: { reason: code, next } })
})

test('a login code is fetched again only when it is old or used', async () => {
  let time = 0
  let logins = 0
  const loginCode = createLoginCode({ login: () => Promise.resolve(`login-${(logins += 1)}`), now: () => time })
  loginCode.prepare()
  time = 4 * 60_000
  loginCode.prepare()
  expect(logins).toBe(1)
  time += 1
  loginCode.prepare()
  expect(await loginCode.take()).toBe('login-2')
  expect(await loginCode.take()).toBeUndefined()
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
