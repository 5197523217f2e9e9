import { request } from 'node:http'
import { connect } from 'node:net'
import { problemSchema } from '@uni-phone/contract/schemas'
import { describe, expect, test } from 'vitest'
import { PHONE_PATH, setup } from './setup'

test('/healthz says the process is there', async () => {
  await using t = await setup()
  expect(await t.send('/healthz', {})).toMatchObject({ status: 200, body: { status: 'ok' } })
})

test.each<[string, string, number, string]>([
  ['no JSON', '{', 400, 'invalid_request'],
  ['null', 'null', 400, 'invalid_request'],
  ['an array', '[]', 400, 'invalid_request'],
  ['no code', '{}', 400, 'invalid_request'],
  ['an empty code', '{"code":""}', 400, 'invalid_request'],
  ['a code that is a number', '{"code":1}', 400, 'invalid_request'],
  ['a padded code', '{"code":" abc "}', 400, 'invalid_request'],
  ['a code with a line break', '{"code":"abc\\n"}', 400, 'invalid_request'],
  ['a code with a control character', '{"code":"a\\u0000b"}', 400, 'invalid_request'],
  ['a code that is far too long', JSON.stringify({ code: 'a'.repeat(1000) }), 400, 'invalid_request'],
  ['the old way', '{"loginCode":"0","encryptedData":"AA==","iv":"AA=="}', 400, 'invalid_request'],
  ['a body that is too large', JSON.stringify({ code: 'a'.repeat(20_000) }), 413, 'payload_too_large'],
])('%s gets a problem that says what to send', async (_, body, status, code) => {
  await using t = await setup()
  const reply = await t.post(body)
  expect(reply.status).toBe(status)
  expect(problemSchema.parse(reply.body)).toMatchObject({ code, status, retryable: false })
  expect(t.calls(PHONE_PATH)).toBe(0)
})

test('a body that is too large is refused without a Content-Length, too', async () => {
  await using t = await setup()
  const chunks = new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode(`{"code":"${'a'.repeat(20_000)}"}`))
      controller.close()
    },
  })
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: chunks, duplex: 'half' }
  expect((await t.send('/api/v1/phone-number', init as RequestInit)).body.code).toBe('payload_too_large')
})

test.each([
  ['without its length', 'transfer-encoding: chunked\r\n\r\n5\r\n{"cod\r\n'],
  ['with its length', 'content-length: 80\r\n\r\n{"cod'],
])('a body that breaks off, sent %s, is the mistake of who sent it', async (_, rest) => {
  await using t = await setup()
  const client = connect(t.server.port, '127.0.0.1')
  client.write(`POST /api/v1/phone-number HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n${rest}`, () => {
    client.resetAndDestroy()
  })
  await expect.poll(() => t.lines.map((line) => /"outcome":"(\w+)"/.exec(line)?.[1])).toEqual(['invalid_request'])
})

test.each(['text/plain', 'application/x-www-form-urlencoded', ''])('a body of type "%s" is refused', async (type) => {
  await using t = await setup()
  expect(await t.post('code=1', { 'content-type': type })).toMatchObject({
    status: 415,
    body: { code: 'unsupported_media_type' },
  })
})

test.each(['', 'a b', 'x'.repeat(129), '"'])('the Idempotency-Key %j is refused', async (key) => {
  await using t = await setup()
  expect(await t.post({ code: t.newCode() }, { 'idempotency-key': key })).toMatchObject({ status: 400 })
})

describe('an address that no route takes', () => {
  test.each([
    ['GET', '/api/v1/phone-number', 'POST'],
    ['DELETE', '/api/v1/phone-number', 'POST'],
    ['POST', '/healthz', 'GET, HEAD'],
    ['PUT', '/openapi.json', 'GET, HEAD'],
    ['OPTIONS', '/healthz', 'GET, HEAD'],
  ])('%s %s gets a 405 that names the methods', async (method, path, allow) => {
    await using t = await setup()
    const reply = await t.send(path, { method })
    expect(reply).toMatchObject({ status: 405, body: { code: 'method_not_allowed' } })
    expect(reply.headers.get('allow')).toBe(allow)
  })

  test('gets a 404, and a line in the log without its path', async () => {
    await using t = await setup()
    expect((await t.send('/nothing/13800138000', {})).body).toMatchObject({ code: 'not_found', status: 404 })
    const lines = t.lines.filter((line) => line.includes('"outcome":"not_found"'))
    expect(lines).toHaveLength(1)
    expect(lines.join()).not.toContain('nothing')
  })
})

test('a request id of the caller is taken over if it is a UUID, and only then', async () => {
  await using t = await setup()
  const given = '0b8a5a5e-8f0f-4c39-9a57-3c2f3f2f7f10'
  expect((await t.send('/healthz', { headers: { 'x-request-id': given } })).headers.get('x-request-id')).toBe(given)
  const other = await t.send('/healthz', { headers: { 'x-request-id': '13800138000' } })
  expect(other.headers.get('x-request-id')).not.toBe('13800138000')
})

test('no origin but those named may call from a browser', async () => {
  await using t = await setup({ corsOrigins: ['https://h5.example.com'] })
  const preflight = (origin: string) =>
    t.send('/api/v1/phone-number', {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'idempotency-key' },
    })
  const allowed = await preflight('https://h5.example.com')
  expect(allowed.headers.get('access-control-allow-origin')).toBe('https://h5.example.com')
  expect(allowed.headers.get('access-control-allow-headers')).toContain('Idempotency-Key')
  expect((await preflight('https://evil.example.com')).headers.get('access-control-allow-origin')).toBeNull()
  const actual = await t.post({ code: t.newCode() }, { origin: 'https://h5.example.com' })
  expect(actual.headers.get('access-control-expose-headers')).toContain('Idempotency-Replayed')
})

test('no CORS header is sent unless origins are named', async () => {
  await using t = await setup()
  const reply = await t.post({ code: t.newCode() }, { origin: 'https://h5.example.com' })
  expect(reply.headers.get('access-control-allow-origin')).toBeNull()
})

test('no log line has a code, a token, a secret or a number', async () => {
  await using t = await setup({
    onPhoneNumber: ({ phone }) => {
      throw new Error(`no account for ${phone.phoneNumber}`)
    },
  })
  const code = t.newCode()
  const loginCode = t.emulator.createLoginCode().code
  await t.post({ code, loginCode }, { 'idempotency-key': 'k-1' })
  await t.post({ code })
  await t.post(`{"code": "${code}`)
  await t.send(`/13800138000?code=${code}`, {})
  const text = t.lines.join('\n')
  expect(text).toContain('code_rejected')
  for (const secret of [code, loginCode, '13800138000', '0123456789abcdef0123456789abcdef'])
    expect(text).not.toContain(secret)
})

test('an operator reads what to do in Chinese and English', async () => {
  await using t = await setup()
  t.emulator.addFault({ path: PHONE_PATH, fault: { errcode: 48001 } })
  await t.post({ code: t.newCode() })
  const line = t.lines.find((text) => text.includes('"errcode":48001'))
  expect(line).toContain('微信认证')
  expect(line).toContain('verified, non-personal account')
})

test("the developer's log tells a login code from a phone code", async () => {
  await using t = await setup()
  await t.post({ code: '0f3aBcDeFgHiJkLmNoPqRsTuVwXyZ012' })
  expect(t.lines.find((line) => line.includes('"errcode":40029'))).toContain('wx.login')
})

test('the error of a handler reaches the log as its class and where it was thrown, and nothing it says', async () => {
  class NoAccount extends Error {}
  await using t = await setup({
    onPhoneNumber: ({ phone }) => {
      const number = phone.phoneNumber
      const error = new NoAccount(`no account\n    at ${number} (/x.js:1:1)\n    at f (/${number}.js:1:1)`)
      throw Object.assign(error, { name: `E${number}`, code: `E_${number}`, hint: number })
    },
  })
  await t.post({ code: t.newCode() })
  const line = t.lines.find((text) => text.includes('onPhoneNumber'))
  expect(line).toContain('"error":"NoAccount"')
  expect(line).toContain('http.test.ts:')
  expect(t.lines.join()).not.toContain('13800138000')
})

test('a line of the log names a route only where one matched, whatever stood in front of it', async () => {
  await using t = await setup({ sandbox: { baseUrl: 'http://127.0.0.1:1', appId: 'wx0000000000000000' } })
  const status = await new Promise<number | undefined>((resolve, reject) => {
    const asked = request(`${t.url}/13800138000`, { headers: { host: 'evil.example' } }, ({ statusCode }) => {
      resolve(statusCode)
    })
    asked.once('error', reject).end()
  })
  expect(status).toBe(400)
  await t.send('/healthz/13800138000', {})
  await t.send('/api/v1/phone-number', { method: 'POST' })
  expect(t.lines.join()).not.toContain('13800138000')
  expect(t.lines.join()).toContain('"route":"/api/v1/phone-number"')
})
