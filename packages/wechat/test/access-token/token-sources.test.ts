import { createServer } from 'node:http'
import { SANDBOX_APP_ID, SANDBOX_APP_SECRET } from '@uni-phone/wechat-emulator'
import { describe, expect, test } from 'vitest'
import { type IssuedToken, WeChatError, type WeChatClientOptions } from '../../src/index'
import { CLASSIC_PATH, concurrently, PHONE_PATH, rejection, type Setup, setup, TOKEN_PATH } from '../setup'

/** A token source, and the path at which a test counts its fetches and makes them fail. */
interface SourceCase {
  readonly name: string
  readonly open: (options?: Partial<WeChatClientOptions>) => Promise<Setup>
  readonly path: string
}

const MINUTE_MS = 60_000

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

const SOURCES: readonly SourceCase[] = [
  { name: 'stable_token', open: (options) => setup({ ...options, accessToken: 'stable' }), path: TOKEN_PATH },
  { name: 'token', open: (options) => setup({ ...options, accessToken: 'classic' }), path: CLASSIC_PATH },
  { name: 'a function of the application', open: openWithFunction, path: TOKEN_PATH },
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
  const encodings: (string | undefined)[] = []
  const server = createServer((request, response) => {
    encodings.push(request.headers['transfer-encoding'], request.headers['content-length'])
    response.end('{"errcode":40013,"errmsg":"invalid appid"}')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  await using t = await setup()
  const { port } = server.address() as { port: number }
  const client = t.create({ baseUrl: `http://127.0.0.1:${port}` })
  await rejection(client.getAccessToken())
  await client.close()
  server.close()
  expect(encodings).toEqual([undefined, expect.stringMatching(/^\d+$/)])
})
