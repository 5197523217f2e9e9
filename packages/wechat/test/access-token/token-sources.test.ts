import { SANDBOX_APP_ID, SANDBOX_APP_SECRET } from '@uni-phone/wechat-emulator'
import { describe, expect, test } from 'vitest'
import type { IssuedToken, WeChatClientOptions } from '../../src/index'
import { CLASSIC_PATH, PHONE_PATH, rejection, setup, TOKEN_PATH } from '../setup'

type Setup = Awaited<ReturnType<typeof setup>>

/** A kind of source, and how a test watches it and breaks it. */
interface Kind {
  readonly name: string
  readonly open: (options?: Partial<WeChatClientOptions>) => Promise<Setup>
  readonly path: string
}

const MINUTE_MS = 60_000
const many = (count: number, work: () => Promise<unknown>) => Promise.all(Array.from({ length: count }, work))

/** A token server of the host's own: it asks WeChat whenever it is asked. */
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

const KINDS: readonly Kind[] = [
  { name: 'stable_token', open: (options) => setup({ ...options, accessToken: 'stable' }), path: TOKEN_PATH },
  { name: 'token', open: (options) => setup({ ...options, accessToken: 'classic' }), path: CLASSIC_PATH },
  { name: "a function of the host's own", open: openWithFunction, path: TOKEN_PATH },
]

describe.each(KINDS)('tokens of $name', ({ open, path }) => {
  test('500 exchanges on a cold client share one fetch', async () => {
    await using t = await open()
    await many(500, () => t.client.getPhoneNumber(t.newCode()))
    expect(t.calls(path)).toBe(1)
  })

  test('a token is used until it is about to expire', async () => {
    await using t = await open()
    const first = await t.client.getAccessToken()
    t.advance(110 * MINUTE_MS)
    expect(await t.client.getAccessToken()).toBe(first)
    expect(t.calls(path)).toBe(1)
  })

  test('a token is renewed ahead of its expiry, and nobody waits for it', async () => {
    await using t = await open({ random: () => 0 })
    const first = await t.client.getAccessToken()
    t.advance(117 * MINUTE_MS)
    t.emulator.addFault({ path, fault: { delayMs: 100 } })
    expect(await t.client.getAccessToken()).toBe(first)
    await expect.poll(() => t.client.getAccessToken()).not.toBe(first)
    expect(t.calls(path)).toBe(2)
  })

  test('crossing an expiry under load costs no failed exchange', async () => {
    await using t = await open()
    for (let step = 0; step < 30; step += 1) {
      t.advance(5 * MINUTE_MS)
      await many(5, () => t.client.getPhoneNumber(t.newCode()))
    }
    expect(t.calls(PHONE_PATH)).toBe(150)
  })

  test('a failed renewal is retried with back-off, and the old token goes on', async () => {
    await using t = await open({ random: () => 0 })
    const first = await t.client.getAccessToken()
    t.advance(117 * MINUTE_MS)
    t.emulator.addFault({ path, times: 100, fault: { status: 502 } })
    for (let n = 0; n < 20; n += 1) {
      expect(await t.client.getAccessToken()).toBe(first)
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    expect(t.calls(path)).toBe(3)
  })

  test('100 exchanges that meet a refused token share one fetch, and all end well', async () => {
    await using t = await open()
    await t.client.getPhoneNumber(t.newCode())
    t.emulator.revokeTokens()
    await many(100, () => t.client.getPhoneNumber(t.newCode()))
    expect(t.calls(path)).toBe(2)
  })

  test('a failed fetch is not remembered', async () => {
    await using t = await open()
    t.emulator.addFault({ path, fault: { status: 502 } })
    expect(await rejection(t.client.getPhoneNumber(t.newCode()))).toMatchObject({ code: 'unavailable' })
    expect(await t.client.getPhoneNumber(t.newCode())).toMatchObject({ phoneNumber: '13800138000' })
  })

  test('a source that keeps failing is not stormed', async () => {
    await using t = await open()
    t.emulator.addFault({ path, times: 1000, fault: { status: 502 } })
    for (let n = 0; n < 50; n += 1)
      expect(await rejection(t.client.getPhoneNumber(t.newCode()))).toMatchObject({ code: 'unavailable' })
    expect(t.calls(path)).toBe(2)
  })

  test('what no URL can carry is no token', async () => {
    await using t = await open()
    t.emulator.addFault({ path, fault: { body: '{"access_token":"73_a b","expires_in":7200}' } })
    expect(await rejection(t.client.getPhoneNumber(t.newCode()))).toMatchObject({ reason: 'malformed_reply' })
  })
})
