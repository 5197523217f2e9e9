// @vitest-environment node
import { expect, test } from 'vitest'
import type { PhoneNumberRequest } from '../src/phone-number/api/api-types'
import { createHttpClient, type HttpRequest } from '../src/phone-number/api/http-client'
import { createPhoneNumberApi } from '../src/phone-number/api/phone-number-api'
import { PHONE, problem, startApi } from './support/api-server'
import { httpRequest } from './support/http-request'

function createExchange(baseUrl: string, request: HttpRequest = httpRequest) {
  const exchange = createPhoneNumberApi(createHttpClient({ baseUrl, request }))
  return (body: PhoneNumberRequest, key: string) => exchange({ key, request: body, isChange: false })
}

function failingWith(failure: unknown): HttpRequest {
  return ({ fail }) => {
    fail(failure)
  }
}

test('sends the code once, as JSON, under its quoted key', async () => {
  const { baseUrl, seen } = await startApi({ body: PHONE })
  await createExchange(baseUrl)({ code: 'c', loginCode: 'l' }, 'key-1')
  expect(seen).toMatchObject([
    {
      method: 'POST',
      url: '/api/v1/phone-number',
      headers: { 'content-type': 'application/json', 'idempotency-key': '"key-1"' },
      body: { code: 'c', loginCode: 'l' },
    },
  ])
})

test('passes on the handler’s data and fields of a newer server', async () => {
  const { baseUrl } = await startApi({ body: { ...PHONE, data: { session: 's' }, added: 1 } })
  await expect(createExchange(baseUrl)({ code: 'c' }, 'k')).resolves.toMatchObject({ data: { session: 's' } })
})

test('turns a problem document into an error with code, status, retry advice and request id', async () => {
  const { baseUrl } = await startApi({
    status: 503,
    headers: { 'Content-Type': 'application/problem+json', 'Retry-After': '7' },
    body: problem('wechat_unavailable', 503, true),
  })
  await expect(createExchange(baseUrl)({ code: 'c' }, 'k')).rejects.toMatchObject({
    name: 'ApiError',
    code: 'wechat_unavailable',
    status: 503,
    retryable: true,
    retryAfterSeconds: 7,
    requestId: 'request-1',
  })
})

test('keeps status and retryable of an unknown code', async () => {
  const { baseUrl } = await startApi({ status: 418, body: problem('brand_new', 418, true) })
  await expect(createExchange(baseUrl)({ code: 'c' }, 'k')).rejects.toMatchObject({
    code: 'brand_new',
    status: 418,
    retryable: true,
    retryAfterSeconds: undefined,
  })
})

test.each([
  ['a page of a proxy with 502', 502, '<html>Bad Gateway</html>', true],
  ['a page of a proxy with 403', 403, '<html>Forbidden</html>', false],
  ['a page of a captive portal', 200, '<html>Sign in</html>', true],
  ['a success without a number', 200, { ok: true }, true],
  ['a success that is null', 200, null, true],
  ['a number that is not text', 200, { ...PHONE, purePhoneNumber: 13800138000 }, true],
])('rejects %s as a bad reply', async (_, status, body, retryable) => {
  const { baseUrl } = await startApi({ status, body })
  await expect(createExchange(baseUrl)({ code: 'c' }, 'k')).rejects.toMatchObject({
    code: 'bad_reply',
    status,
    retryable,
  })
})

test('reports an unreachable server as a network error', async () => {
  const { baseUrl, close } = await startApi({ body: PHONE })
  await close()
  await expect(createExchange(baseUrl)({ code: 'c' }, 'k')).rejects.toMatchObject({
    code: 'network',
    status: 0,
    retryable: true,
  })
})

test.each([
  ['network', { errMsg: 'request:fail ' }, true],
  ['network', { errno: 600001, errMsg: 'request:fail errcode:-106 cronet_error_code:-106' }, true],
  ['network', undefined, true],
  ['timeout', { errno: 5, errMsg: 'request:fail timeout' }, true],
  ['timeout', { errMsg: 'request:fail errcode:-118 net::ERR_CONNECTION_TIMED_OUT timed out' }, true],
  ['domain_not_allowed', { errno: 600002, errMsg: 'request:fail url not in domain list' }, false],
  ['domain_not_allowed', { errno: 600002, errMsg: 'request:fail' }, false],
  ['domain_not_allowed', { errMsg: 'request:fail url not in domain list:api.example.com' }, false],
])('%s: %o', async (code, failure, retryable) => {
  const exchange = createExchange('', failingWith(failure))
  await expect(exchange({ code: 'c' }, 'k')).rejects.toMatchObject({ code, status: 0, retryable })
})

test('waits longer than the server’s own deadline', async () => {
  const timeouts: number[] = []
  const exchange = createExchange('', ({ timeout, fail }) => {
    timeouts.push(timeout)
    fail({ errMsg: 'request:fail timeout' })
  })
  await expect(exchange({ code: 'c' }, 'k')).rejects.toThrow('timeout')
  expect(timeouts).toEqual([8_000])
})
