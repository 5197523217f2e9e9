import { createServer } from 'node:http'
import { SANDBOX_APP_ID, SANDBOX_APP_SECRET } from '@uni-phone/wechat-emulator'
import { expect, test } from 'vitest'
import { WeChatError } from '../../src/index'
import { CLASSIC_PATH, PHONE_PATH, rejection, setup, TOKEN_PATH } from '../setup'

const many = (count: number, work: () => Promise<unknown>) => Promise.all(Array.from({ length: count }, work))

test('a failed fetch is not remembered', async () => {
  await using t = await setup()
  t.emulator.addFault({ path: TOKEN_PATH, fault: { status: 502 } })
  expect(await rejection(t.client.getPhoneNumber(t.newCode()))).toMatchObject({
    code: 'unavailable',
    endpoint: 'stable_token',
    httpStatus: 502,
  })
  expect(await t.client.getPhoneNumber(t.newCode())).toMatchObject({ phoneNumber: '13800138000' })
})

test('a token endpoint that keeps failing is not stormed', async () => {
  await using t = await setup()
  t.emulator.addFault({ path: TOKEN_PATH, times: 1000, fault: { errcode: 40125 } })
  for (let n = 0; n < 50; n += 1)
    expect(await rejection(t.client.getPhoneNumber(t.newCode()))).toMatchObject({
      code: 'misconfigured',
      errcode: 40125,
    })
  expect(t.calls(TOKEN_PATH)).toBe(2)
})

test('a busy token endpoint (-1) is asked once more', async () => {
  await using t = await setup()
  t.emulator.addFault({ path: TOKEN_PATH, fault: { errcode: -1 } })
  expect(await t.client.getPhoneNumber(t.newCode())).toMatchObject({ phoneNumber: '13800138000' })
  expect(t.calls(TOKEN_PATH)).toBe(2)
})

test('a token endpoint that stays busy is asked twice, not four times', async () => {
  await using t = await setup()
  t.emulator.addFault({ path: TOKEN_PATH, times: 2, fault: { errcode: -1 } })
  expect(await rejection(t.client.getPhoneNumber(t.newCode()))).toMatchObject({ code: 'unavailable', errcode: -1 })
  expect(t.calls(TOKEN_PATH)).toBe(2)
})

test.each([
  ['a token that no URL can carry', '{"access_token":"73_\\ud800","expires_in":7200}'],
  ['a token with a space', '{"access_token":"73_a b","expires_in":7200}'],
  ['a token that is a number', '{"access_token":73,"expires_in":7200}'],
  ['a token without its life', '{"access_token":"73_a"}'],
])('%s is no token', async (_, body) => {
  await using t = await setup()
  t.emulator.addFault({ path: TOKEN_PATH, fault: { body } })
  expect(await rejection(t.client.getPhoneNumber(t.newCode()))).toMatchObject({
    code: 'unavailable',
    reason: 'malformed_reply',
  })
})

test('40001 on the token endpoint is a wrong secret', async () => {
  await using t = await setup()
  t.emulator.addFault({ path: TOKEN_PATH, fault: { errcode: 40001 } })
  expect(await rejection(t.client.getAccessToken())).toMatchObject({ code: 'misconfigured', errcode: 40001 })
})

test('40164 names the address WeChat saw', async () => {
  await using t = await setup()
  const body = JSON.stringify({
    errcode: 40164,
    errmsg: 'invalid ip 203.0.113.7 ipv6 ::ffff:203.0.113.7, not in whitelist rid: 5fab84d2-09424a07-00bd7fe3',
  })
  t.emulator.addFault({ path: TOKEN_PATH, fault: { body } })
  expect(await rejection(t.client.getAccessToken())).toMatchObject({ refusedAddress: '203.0.113.7' })
})

test.each([40001, 40014, 42001])(
  'a token refused with %i is replaced, and the code sent once more',
  async (errcode) => {
    await using t = await setup()
    t.emulator.addFault({ path: PHONE_PATH, fault: { errcode } })
    expect(await t.client.getPhoneNumber(t.newCode())).toMatchObject({ phoneNumber: '13800138000' })
    expect(t.calls(PHONE_PATH)).toBe(2)
  },
)

test('a token refused twice is an error that says the code is unused', async () => {
  await using t = await setup()
  t.emulator.addFault({ path: PHONE_PATH, times: 2, fault: { errcode: 40001 } })
  const failure = await rejection(t.client.getPhoneNumber(t.newCode()))
  expect(failure).toMatchObject({ code: 'unavailable', reason: 'token_rejected', errcode: 40001 })
  expect(t.calls(PHONE_PATH)).toBe(2)
})

test('40164 names nothing that is no address', async () => {
  await using t = await setup()
  const body = JSON.stringify({ errcode: 40164, errmsg: 'invalid ip 13800138000, not in whitelist' })
  t.emulator.addFault({ path: TOKEN_PATH, fault: { body } })
  expect(await rejection(t.client.getAccessToken())).toMatchObject({ errcode: 40164, refusedAddress: undefined })
})

/** Someone else refreshed the token by force: ours is dead, and stable mode gives the new one. */
async function supersede(t: Awaited<ReturnType<typeof setup>>): Promise<void> {
  const account = { grant_type: 'client_credential', appid: SANDBOX_APP_ID, secret: SANDBOX_APP_SECRET }
  const reply = await fetch(`${t.emulator.url}${TOKEN_PATH}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...account, force_refresh: true }),
  })
  expect(await reply.json()).toMatchObject({ expires_in: 7200 })
}

test('100 exchanges that meet a superseded token share one fetch', async () => {
  await using t = await setup()
  await t.client.getAccessToken()
  await supersede(t)
  const before = t.calls(TOKEN_PATH)
  const answers = await many(100, () => t.client.getPhoneNumber(t.newCode()))
  expect(answers).toHaveLength(100)
  expect(t.calls(TOKEN_PATH) - before).toBe(1)
})

test('a late refusal does not discard a newer token', async () => {
  await using t = await setup()
  await t.client.getAccessToken()
  await supersede(t)
  const before = t.calls(TOKEN_PATH)
  t.emulator.addFault({ path: PHONE_PATH, fault: { delayMs: 150 } })
  const late = t.client.getPhoneNumber(t.newCode())
  await expect.poll(() => t.calls(PHONE_PATH)).toBe(1)
  await t.client.getPhoneNumber(t.newCode())
  await late
  expect(t.calls(TOKEN_PATH) - before).toBe(1)
})

test('force is used when stable mode gives the refused token again', async () => {
  await using t = await setup()
  t.emulator.addFault({ path: PHONE_PATH, fault: { errcode: 40001 } })
  await t.client.getPhoneNumber(t.newCode())
  const causes = t.events.flatMap((event) => (event.type === 'token_fetched' ? [event.cause] : []))
  expect(causes).toEqual(['first', 'rejected', 'forced'])
})

test('force is used at most every 30 seconds', async () => {
  await using t = await setup()
  const forced = () => t.events.filter((event) => event.type === 'token_fetched' && event.cause === 'forced').length
  for (let n = 0; n < 4; n += 1) {
    t.emulator.addFault({ path: PHONE_PATH, fault: { errcode: 40001 } })
    await t.client.getPhoneNumber(t.newCode())
    t.advance(10_000)
  }
  expect(forced()).toBe(2)
})

test('force is used at most 20 times a day', async () => {
  await using t = await setup()
  const forced = () => t.events.filter((event) => event.type === 'token_fetched' && event.cause === 'forced').length
  for (let n = 0; n < 25; n += 1) {
    t.emulator.addFault({ path: PHONE_PATH, fault: { errcode: 40001 } })
    await t.client.getPhoneNumber(t.newCode())
    t.advance(31_000)
  }
  expect(forced()).toBe(20)
})

test('where WeChat allows no more force, the exchange is tried once more all the same', async () => {
  await using t = await setup()
  await t.client.getAccessToken()
  t.emulator.addFault({ path: PHONE_PATH, fault: { errcode: 40001 } })
  t.emulator.addFault({ path: TOKEN_PATH, fault: { delayMs: 0 } })
  t.emulator.addFault({ path: TOKEN_PATH, fault: { errcode: 45009 } })
  expect(await t.client.getPhoneNumber(t.newCode())).toMatchObject({ phoneNumber: '13800138000' })
  expect(t.calls(PHONE_PATH)).toBe(2)
})

test('a failed heal is shared, not repeated by each who waited', async () => {
  await using t = await setup()
  await t.client.getAccessToken()
  await supersede(t)
  const before = t.calls(TOKEN_PATH)
  t.emulator.addFault({ path: TOKEN_PATH, times: 1000, fault: { status: 502 } })
  const failures = await many(50, () => rejection(t.client.getPhoneNumber(t.newCode())))
  expect(failures.every((failure) => failure instanceof WeChatError && failure.code === 'unavailable')).toBe(true)
  expect(t.calls(TOKEN_PATH) - before).toBe(1)
})

test('the classic endpoint serves one instance', async () => {
  await using t = await setup({ accessToken: 'classic' })
  await many(20, () => t.client.getPhoneNumber(t.newCode()))
  expect(t.calls(CLASSIC_PATH)).toBe(1)
  expect(t.calls(TOKEN_PATH)).toBe(0)
})

test('a function of the host program can give the token, and is told which one was refused', async () => {
  const asked: unknown[] = []
  await using t = await setup()
  const client = t.create({
    accessToken: async (request) => {
      asked.push(request)
      return { accessToken: await t.client.getAccessToken(), expiresInSeconds: 7200 }
    },
  })
  t.emulator.addFault({ path: PHONE_PATH, fault: { errcode: 40001 } })
  await client.getPhoneNumber(t.newCode())
  expect(asked).toEqual([{}, { rejectedToken: await t.client.getAccessToken() }])
  await client.close()
})

test.each([
  [
    'throws',
    () => {
      throw new Error('no token')
    },
    'unavailable',
  ],
  ['rejects', () => Promise.reject(new Error('no token')), 'unavailable'],
  ['gives nothing', () => undefined, 'misconfigured'],
  ['gives no life', async () => ({ accessToken: '73_a' }), 'misconfigured'],
])('a function that %s fails as a WeChatError', async (_, ask, code) => {
  await using t = await setup({ accessToken: ask as never })
  const failure = await rejection(t.client.getPhoneNumber(t.newCode()))
  expect(failure).toBeInstanceOf(WeChatError)
  expect(failure).toMatchObject({ code, endpoint: 'access_token' })
})

test.each(['stable', 'classic'] as const)('a body is sent with its length (%s)', async (accessToken) => {
  const seen: (string | undefined)[] = []
  const server = createServer((request, response) => {
    seen.push(request.headers['transfer-encoding'])
    response.end('{"errcode":40013,"errmsg":"invalid appid"}')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  await using t = await setup()
  const { port } = server.address() as { port: number }
  const client = t.create({ baseUrl: `http://127.0.0.1:${port}`, accessToken })
  await rejection(client.getAccessToken())
  await client.close()
  server.close()
  expect(seen).toEqual([undefined])
})
