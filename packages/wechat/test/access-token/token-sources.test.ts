import { inspect } from 'node:util'
import { SANDBOX_APP_ID, SANDBOX_APP_SECRET } from '@uni-phone/wechat-emulator'
import { describe, expect, test } from 'vitest'
import { type IssuedToken, WeChatError, type WeChatClientOptions } from '../../src/index'
import { CLASSIC_PATH, concurrently, PHONE_PATH, rejection, type Setup, setup, TOKEN_PATH } from '../setup'
import { type ScriptedReply, startScriptedServer } from '../scripted-server'

/** A token source, and the path at which a test counts its fetches and makes them fail. */
interface SourceCase {
  readonly name: string
  readonly open: (options?: Partial<WeChatClientOptions>) => Promise<Setup>
  readonly path: string
}

const MINUTE_MS = 60_000
const BEARER = 'bearer-of-the-token-server'

/** Uses a token function that asks WeChat each time it is called. */
async function openWithFunction(options: Partial<WeChatClientOptions> = {}): Promise<Setup> {
  let url = ''
  async function accessToken(): Promise<IssuedToken> {
    const body = { grant_type: 'client_credential', appid: SANDBOX_APP_ID, secret: SANDBOX_APP_SECRET }
    const reply = await fetch(`${url}${TOKEN_PATH}`, { method: 'POST', body: JSON.stringify(body) })
    const issued = (await reply.json()) as { access_token: string; expires_in: number }
    return { accessToken: issued.access_token, expiresInSeconds: issued.expires_in }
  }
  const t = await setup({ ...options, accessToken })
  url = t.emulator.url
  return t
}

/** Uses a central token server that asks WeChat each time it is asked. */
async function openWithServer(options: Partial<WeChatClientOptions> = {}): Promise<Setup> {
  let url = ''
  const server = await startScriptedServer(async () => {
    const body = { grant_type: 'client_credential', appid: SANDBOX_APP_ID, secret: SANDBOX_APP_SECRET }
    const reply = await fetch(`${url}${TOKEN_PATH}`, { method: 'POST', body: JSON.stringify(body) })
    return { status: reply.status, body: await reply.text() }
  })
  const t = await setup({ ...options, accessToken: { url: server.url, bearer: BEARER } })
  url = t.emulator.url
  const dispose = t[Symbol.asyncDispose].bind(t)
  return {
    ...t,
    async [Symbol.asyncDispose]() {
      await dispose()
      await server[Symbol.asyncDispose]()
    },
  }
}

const SOURCES: readonly SourceCase[] = [
  { name: 'stable_token', open: (options) => setup({ ...options, accessToken: 'stable' }), path: TOKEN_PATH },
  { name: 'token', open: (options) => setup({ ...options, accessToken: 'classic' }), path: CLASSIC_PATH },
  { name: 'a function of the application', open: openWithFunction, path: TOKEN_PATH },
  { name: 'a central token server', open: openWithServer, path: TOKEN_PATH },
]

describe.each(SOURCES)('tokens from $name', ({ open, path }) => {
  test('500 exchanges on a new client share one fetch', async () => {
    await using t = await open()
    await concurrently(500, t.exchange)
    expect(t.calls(path)).toBe(1)
  })

  test('a token is used until it is about to expire', async () => {
    await using t = await open()
    const first = await t.client.getAccessToken()
    t.advance(110 * MINUTE_MS)
    expect(await t.client.getAccessToken()).toBe(first)
    expect(t.calls(path)).toBe(1)
  })

  test('a token is renewed before it expires, and no call waits for the renewal', async () => {
    await using t = await open({ random: () => 0 })
    const first = await t.client.getAccessToken()
    t.advance(117 * MINUTE_MS)
    t.emulator.addFault({ path, fault: { delayMs: 100 } })
    expect(await t.client.getAccessToken()).toBe(first)
    await expect.poll(() => t.client.getAccessToken()).not.toBe(first)
    expect(t.calls(path)).toBe(2)
  })

  test('no exchange fails while tokens expire under load', async () => {
    await using t = await open()
    for (let step = 0; step < 30; step += 1) {
      t.advance(5 * MINUTE_MS)
      await concurrently(5, t.exchange)
    }
    expect(t.calls(PHONE_PATH)).toBe(150)
  })

  test('a failed renewal backs off, and the old token stays in use', async () => {
    await using t = await open({ random: () => 0 })
    const failures = () => t.events.filter(({ type }) => type === 'token_fetch_failed').length
    const first = await t.client.getAccessToken()
    t.advance(117 * MINUTE_MS)
    t.emulator.addFault({ path, times: 100, fault: { status: 502 } })
    for (const failed of [1, 2, 2, 2, 2]) {
      expect(await t.client.getAccessToken()).toBe(first)
      await expect.poll(failures).toBe(failed)
    }
    t.advance(10_000)
    expect(await t.client.getAccessToken()).toBe(first)
    await expect.poll(failures).toBe(3)
  })

  test('100 exchanges with a rejected token share one refresh, and all succeed', async () => {
    await using t = await open()
    await t.exchange()
    t.emulator.revokeTokens()
    await concurrently(100, t.exchange)
    expect(t.calls(path)).toBe(2)
  })

  test('a failed fetch is not cached', async () => {
    await using t = await open()
    t.emulator.addFault({ path, fault: { status: 502 } })
    expect(await rejection(t.exchange())).toMatchObject({ code: 'unavailable' })
    expect(await t.exchange()).toMatchObject({ phoneNumber: '13800138000' })
  })

  test('a failing source is not called for each exchange', async () => {
    await using t = await open()
    t.emulator.addFault({ path, times: 1000, fault: { status: 502 } })
    for (let n = 0; n < 50; n += 1) expect(await rejection(t.exchange())).toMatchObject({ code: 'unavailable' })
    expect(t.calls(path)).toBe(2)
  })

  test.each([
    ['a surrogate', '{"access_token":"73_\\ud800","expires_in":7200}'],
    ['a space', '{"access_token":"73_a b","expires_in":7200}'],
    ['a number as its value', '{"access_token":73,"expires_in":7200}'],
    ['no lifetime', '{"access_token":"73_a"}'],
  ])('a token with %s is refused', async (_, body) => {
    await using t = await open()
    t.emulator.addFault({ path, fault: { body } })
    expect(await rejection(t.exchange())).toMatchObject({ reason: 'malformed_reply' })
  })
})

describe('a central token server', () => {
  const issue = (): ScriptedReply => ({ status: 200, body: '{"access_token":"73_a","expires_in":7200}' })

  test('receives the bearer token, and no-cache after a rejection', async () => {
    await using server = await startScriptedServer(issue)
    await using t = await setup({ accessToken: { url: `${server.url}/token?app=a`, bearer: BEARER } })
    t.emulator.addFault({ path: PHONE_PATH, times: 2, fault: { errcode: 40001 } })
    await rejection(t.exchange())
    expect(server.requests).toMatchObject([
      { method: 'GET', url: '/token?app=a', headers: { authorization: `Bearer ${BEARER}` } },
      { method: 'GET', url: '/token?app=a', headers: { 'cache-control': 'no-cache' } },
    ])
    expect(server.requests[0]?.headers).not.toHaveProperty('cache-control')
  })

  test.each([
    [401, 'misconfigured'],
    [403, 'misconfigured'],
    [302, 'unavailable'],
    [500, 'unavailable'],
  ])('that answers HTTP %i is %s, and its bearer token is in no error', async (status, code) => {
    await using server = await startScriptedServer(() => ({ ...issue(), status }))
    await using t = await setup({ accessToken: { url: server.url, bearer: BEARER } })
    const failure = await rejection(t.exchange())
    expect(failure).toMatchObject({ code, endpoint: 'access_token', httpStatus: status })
    expect(inspect([failure, t.events], { depth: 10 })).not.toContain(BEARER)
  })

  test('that passes an errcode of WeChat on is understood', async () => {
    await using server = await startScriptedServer(() => ({
      status: 200,
      body: '{"errcode":40125,"errmsg":"invalid"}',
    }))
    await using t = await setup({ accessToken: { url: server.url, bearer: BEARER } })
    const expected = { code: 'misconfigured', endpoint: 'access_token', errcode: 40125 }
    expect(await rejection(t.exchange())).toMatchObject(expected)
  })

  test.each([
    ['no URL', { url: 'token', bearer: BEARER }],
    ['another protocol', { url: 'ftp://token', bearer: BEARER }],
    ['credentials in the URL', { url: 'http://user:password@token', bearer: BEARER }],
    ['no bearer token', { url: 'http://token', bearer: '' }],
    ['a bearer token with a line break', { url: 'http://token', bearer: 'a\nb' }],
  ])('with %s is a TypeError', async (_, accessToken) => {
    await using t = await setup()
    expect(() => t.create({ accessToken })).toThrow(TypeError)
  })
})

describe('a token function', () => {
  test('receives the token that WeChat rejected', async () => {
    const requests: unknown[] = []
    await using t = await setup()
    const client = t.create({
      accessToken: async (request) => {
        requests.push(request)
        return { accessToken: await t.client.getAccessToken(), expiresInSeconds: 7200 }
      },
    })
    t.emulator.addFault({ path: PHONE_PATH, fault: { errcode: 40001 } })
    await client.getPhoneNumber(t.newCode())
    expect(requests).toEqual([{}, { rejectedToken: await t.client.getAccessToken() }])
    await client.close()
  })

  const throwing = () => {
    throw new Error('no token')
  }
  test.each([
    ['throws', throwing, 'unavailable'],
    ['rejects', () => Promise.reject(new Error('no token')), 'unavailable'],
    ['returns nothing', () => undefined, 'misconfigured'],
    ['returns no lifetime', async () => ({ accessToken: '73_a' }), 'misconfigured'],
  ])('that %s gives a WeChatError', async (_, accessToken, code) => {
    await using t = await setup({ accessToken: accessToken as never })
    const failure = await rejection(t.exchange())
    expect(failure).toBeInstanceOf(WeChatError)
    expect(failure).toMatchObject({ code, endpoint: 'access_token' })
  })
})

test('the classic source does not call stable_token, and serves one instance', async () => {
  await using t = await setup({ accessToken: 'classic' })
  await concurrently(20, t.exchange)
  expect(t.calls(CLASSIC_PATH)).toBe(1)
  expect(t.calls(TOKEN_PATH)).toBe(0)
})

test('a body is sent with its length, not chunked', async () => {
  await using server = await startScriptedServer(() => ({ body: '{"errcode":40013,"errmsg":"invalid appid"}' }))
  await using t = await setup({ baseUrl: server.url })
  await rejection(t.client.getAccessToken())
  const [request] = server.requests
  expect(request?.headers['transfer-encoding']).toBeUndefined()
  expect(request?.headers['content-length']).toBe(String(request?.body.length))
})
