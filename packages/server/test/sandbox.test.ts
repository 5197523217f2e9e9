import { SANDBOX_APP_ID, SANDBOX_APP_SECRET, startEmulator } from '@uni-phone/wechat-emulator'
import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { hostname } from 'node:os'
import { expect, test } from 'vitest'
import { readConfig } from '../src/index'
import { setup } from './setup'

const json = (body: unknown): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
})

test('the sandbox makes a code that the API takes', async () => {
  await using emulator = await startEmulator({ port: 0 })
  await using t = await setup({ sandbox: { baseUrl: emulator.url, appId: SANDBOX_APP_ID } })
  const reply = await t.send('/_sandbox/phone-codes', json({ phoneNumber: '13900139000' }))
  expect(reply).toMatchObject({ status: 200, body: { code: expect.stringMatching(/^[0-9a-f]{64}$/) as string } })
})

test('the sandbox makes a login code and a phone code for one WeChat user', async () => {
  await using emulator = await startEmulator({ port: 0 })
  await using t = await setup({ sandbox: { baseUrl: emulator.url, appId: SANDBOX_APP_ID } })
  const login = await t.send('/_sandbox/login-codes', json({ openid: 'oSomebody' }))
  expect(login).toMatchObject({ status: 200, body: { code: expect.stringMatching(/^0\w{31}$/) as string } })
  const url = new URL('/sns/jscode2session', emulator.url)
  const query = { appid: SANDBOX_APP_ID, secret: SANDBOX_APP_SECRET, grant_type: 'authorization_code' }
  url.search = String(new URLSearchParams({ ...query, js_code: String(login.body.code) }))
  expect(await (await fetch(url)).json()).toMatchObject({ openid: 'oSomebody' })
  const phone = json({ openid: 'oSomebody', phoneNumber: '13900139000' })
  expect(await t.send('/_sandbox/phone-codes', phone)).toMatchObject({ status: 200 })
  expect(await t.send('/_sandbox/login-codes', json({ openid: 'no openid' }))).toMatchObject({ status: 400 })
})

test('the sandbox tells whose number the sheet shows, masked', async () => {
  await using emulator = await startEmulator({ port: 0, testUser: { phoneNumber: '13900139000' } })
  await using t = await setup({ sandbox: { baseUrl: emulator.url, appId: SANDBOX_APP_ID } })
  expect(await t.send('/_sandbox/test-user', {})).toMatchObject({ status: 200, body: { phoneNumber: '139****9000' } })
  emulator.setTestUser({ phoneNumber: '+85251234567' })
  expect(await t.send('/_sandbox/test-user', {})).toMatchObject({ body: { phoneNumber: '+85****4567' } })
})

test('the sandbox says what to start when there is no emulator', async () => {
  await using t = await setup({ sandbox: { baseUrl: 'http://127.0.0.1:1', appId: SANDBOX_APP_ID } })
  const reply = await t.send('/_sandbox/phone-codes', json({}))
  expect(reply).toMatchObject({ status: 503, body: { code: 'wechat_unavailable' } })
  expect(reply.body.detail).toContain('pnpm emulator')
})

test('the sandbox refuses what is not a test user', async () => {
  await using t = await setup({ sandbox: { baseUrl: 'http://127.0.0.1:1', appId: SANDBOX_APP_ID } })
  expect(await t.send('/_sandbox/phone-codes', json({ phoneNumber: 'x' }))).toMatchObject({ status: 400 })
})

test('outside the sandbox there is no such address', async () => {
  await using t = await setup()
  expect(await t.send('/_sandbox/phone-codes', json({}))).toMatchObject({ status: 404 })
  expect(await t.send('/_sandbox/login-codes', json({}))).toMatchObject({ status: 404 })
  expect(await t.send('/_sandbox/test-user', {})).toMatchObject({ status: 404 })
})

test("the sandbox's account is the emulator's", () => {
  expect(readConfig({})).toMatchObject({
    mode: 'sandbox',
    apps: [{ appId: SANDBOX_APP_ID, appSecret: SANDBOX_APP_SECRET }],
  })
})

async function statusFor(url: string, host: string): Promise<number | undefined> {
  const asked = request(`${url}/healthz`, { headers: { host } }).end()
  const [reply] = (await once(asked, 'response')) as [IncomingMessage]
  reply.resume()
  return reply.statusCode
}

test.each(['localhost:8787', 'app.localhost', '127.0.0.1:8787', '192.168.1.20:8787', '[::1]:8787', hostname()])(
  'the sandbox answers to the Host %s',
  async (host) => {
    await using t = await setup({ sandbox: { baseUrl: 'http://127.0.0.1:1', appId: SANDBOX_APP_ID } })
    expect(await statusFor(t.url, host)).toBe(200)
  },
)

test.each(['evil.example', 'localhost.evil.example:8787', '127.0.0.1.evil.example', '-'])(
  'the sandbox does not answer to the Host %s, which a foreign web page may have chosen',
  async (host) => {
    await using t = await setup({ sandbox: { baseUrl: 'http://127.0.0.1:1', appId: SANDBOX_APP_ID } })
    expect(await statusFor(t.url, host)).toBe(400)
  },
)

test('without the sandbox any Host is served: the proxy in front has its own name', async () => {
  await using t = await setup()
  expect(await statusFor(t.url, 'api.example.com')).toBe(200)
})
