import { createCipheriv } from 'node:crypto'
import { SANDBOX_APP_ID } from '@uni-phone/wechat-emulator'
import { expect, test } from 'vitest'
import { recordLog } from '@uni-phone/test-support/product'
import { startRedis, WITHOUT_REDIS } from '@uni-phone/test-support/services'
import { createRateLimit } from '../src/rate-limit'
import { createSealer, RedisConnection } from '../src/redis'
import { PHONE_PATH, SESSION_PATH, setup } from './setup'

test('an address that asks too often waits, and is told how long', async () => {
  await using t = await setup({ rateLimit: createRateLimit({ perMinute: 2 }) })
  const first = await t.post({ code: t.newCode() })
  expect(first.status).toBe(200)
  expect(first.headers.get('ratelimit-limit')).toBe('2')
  expect(first.headers.get('ratelimit-remaining')).toBe('1')
  await t.post({ code: t.newCode() })
  const third = await t.post({ code: t.newCode() })
  expect(third).toMatchObject({ status: 429, body: { code: 'rate_limited', retryable: true } })
  expect(Number(third.headers.get('retry-after'))).toBeGreaterThan(0)
  expect(third.headers.get('ratelimit-remaining')).toBe('0')
  expect(t.calls(PHONE_PATH)).toBe(2)
  expect((await t.send('/healthz', {})).status).toBe(200)
})

const from = (address: string) => ({ 'x-forwarded-for': address })

test('behind one trusted proxy each client has its own limit', async () => {
  await using t = await setup({ rateLimit: createRateLimit({ perMinute: 1 }), trustProxy: 1 })
  expect((await t.post({ code: t.newCode() }, from('203.0.113.1'))).status).toBe(200)
  expect((await t.post({ code: t.newCode() }, from('203.0.113.2'))).status).toBe(200)
  expect((await t.post({ code: t.newCode() }, from('203.0.113.1'))).status).toBe(429)
})

test('a forged address further from the trusted proxy says nothing', async () => {
  await using t = await setup({ rateLimit: createRateLimit({ perMinute: 1 }), trustProxy: ['127.0.0.1'] })
  expect((await t.post({ code: t.newCode() }, from('198.51.100.1, 203.0.113.1'))).status).toBe(200)
  expect((await t.post({ code: t.newCode() }, from('198.51.100.2, 203.0.113.1'))).status).toBe(429)
})

test('a forwarded address nobody vouches for is not believed, and warned about once', async () => {
  await using t = await setup({ rateLimit: createRateLimit({ perMinute: 1 }) })
  expect((await t.post({ code: t.newCode() }, from('203.0.113.1'))).status).toBe(200)
  expect((await t.post({ code: t.newCode() }, from('203.0.113.2'))).status).toBe(429)
  expect(t.lines.filter((line) => line.includes('TRUST_PROXY'))).toHaveLength(1)
})

test.skipIf(WITHOUT_REDIS)('instances share a limit in Redis, go on without it, and share again', async () => {
  await using redis = await startRedis()
  const sealer = createSealer({ appId: SANDBOX_APP_ID, appSecret: 's' })
  const [one, two] = [
    new RedisConnection({ url: redis.url, log: recordLog().log }),
    new RedisConnection({ url: redis.url, log: recordLog().log }),
  ]
  await expect.poll(() => one.isReady() && two.isReady()).toBe(true)
  const [a, b] = [one, two].map((connection) =>
    createRateLimit({ perMinute: 2, shared: { redis: connection.redis, sealer } }),
  )
  expect(await a?.take('203.0.113.1')).toMatchObject({ allowed: true, remaining: 1 })
  expect(await b?.take('203.0.113.1')).toMatchObject({ allowed: true, remaining: 0 })
  expect(await a?.take('203.0.113.1')).toMatchObject({ allowed: false })
  expect((await one.redis.keys('*')).join()).not.toContain('203.0.113.1')
  await redis.stop()
  expect(await b?.take('203.0.113.1')).toMatchObject({ allowed: true, remaining: 1 })
  await redis.restart()
  await expect.poll(() => one.isReady() && two.isReady(), { timeout: 5000 }).toBe(true)
  expect(await a?.take('203.0.113.2')).toMatchObject({ remaining: 1 })
  expect(await b?.take('203.0.113.2')).toMatchObject({ remaining: 0 })
  one.close()
  two.close()
})

test.skipIf(WITHOUT_REDIS)(
  'an instance blocks an address whose allowance was used up at another instance',
  async () => {
    await using redis = await startRedis()
    const sealer = createSealer({ appId: SANDBOX_APP_ID, appSecret: 's' })
    const connection = new RedisConnection({ url: redis.url, log: recordLog().log })
    await expect.poll(() => connection.isReady()).toBe(true)
    const shared = { redis: connection.redis, sealer }
    const [a, b] = [createRateLimit({ perMinute: 2, shared }), createRateLimit({ perMinute: 2, shared })]
    for (const limit of [a, a, b]) await limit.take('203.0.113.1')
    expect(await a.blockedForSeconds('203.0.113.1')).toBeGreaterThan(0)
    expect(await b.blockedForSeconds('203.0.113.1')).toBeGreaterThan(0)
    expect(await b.blockedForSeconds('203.0.113.2')).toBeUndefined()
    connection.close()
  },
)

test('more exchanges at once than allowed are turned away at once, and the code stays unused', async () => {
  await using t = await setup({ maxConcurrent: 2 })
  t.emulator.addFault({ path: PHONE_PATH, times: 2, fault: { delayMs: 300 } })
  const slow = [t.post({ code: t.newCode() }), t.post({ code: t.newCode() })]
  await expect.poll(() => t.calls(PHONE_PATH)).toBe(2)
  const code = t.newCode()
  const refused = await t.post({ code }, { 'idempotency-key': 'k-1' })
  expect(refused).toMatchObject({ status: 503, body: { code: 'wechat_unavailable', retryable: true } })
  expect((await Promise.all(slow)).map(({ status }) => status)).toEqual([200, 200])
  expect((await t.post({ code }, { 'idempotency-key': 'k-1' })).status).toBe(200)
})

test('a client that goes away does not cancel its exchange', async () => {
  await using t = await setup()
  t.emulator.addFault({ path: PHONE_PATH, fault: { delayMs: 200 } })
  const body = { code: t.newCode() }
  const gone = new AbortController()
  const headers = { 'content-type': 'application/json', 'idempotency-key': 'k-1' }
  const request = { method: 'POST', headers, body: JSON.stringify(body), signal: gone.signal }
  const failure = t.send('/api/v1/phone-number', request).catch((error: unknown) => error)
  await expect.poll(() => t.calls(PHONE_PATH)).toBe(1)
  gone.abort()
  await failure
  expect((await t.post(body, { 'idempotency-key': 'k-1' })).status).toBe(200)
  expect(t.calls(PHONE_PATH)).toBe(1)
})

const SESSION_KEY = 'MDEyMzQ1Njc4OWFiY2RlZg=='
const IV = 'ZmVkY2JhOTg3NjU0MzIxMA=='

/** What a base library before 2.21.2 gives. */
function encrypted(appid: string, timestamp: number) {
  const info = { phoneNumber: '13800138000', purePhoneNumber: '13800138000', countryCode: '86' }
  const cipher = createCipheriv('aes-128-cbc', Buffer.from(SESSION_KEY, 'base64'), Buffer.from(IV, 'base64'))
  const text = JSON.stringify({ ...info, watermark: { timestamp, appid } })
  return { encryptedData: Buffer.concat([cipher.update(text), cipher.final()]).toString('base64'), iv: IV }
}

async function legacySetup() {
  const t = await setup({ legacyAppId: SANDBOX_APP_ID })
  const body = JSON.stringify({ session_key: SESSION_KEY, openid: 'oAbcdefghijklmnopqrstuvwxyz0' })
  t.emulator.addFault({ path: SESSION_PATH, times: 10, fault: { body } })
  return t
}

const NOW_SECONDS = 1795327200

test('the old way gives the number, where it is switched on', async () => {
  await using t = await legacySetup()
  const reply = await t.post({ loginCode: 'l', ...encrypted(SANDBOX_APP_ID, NOW_SECONDS) })
  expect(reply).toMatchObject({ status: 200, body: { phoneNumber: '13800138000', countryCode: '86' } })
})

test.each([
  ['data of another mini program', encrypted('wx1111111111111111', NOW_SECONDS)],
  ['data that is too old', encrypted(SANDBOX_APP_ID, NOW_SECONDS - 301)],
  ['data that was altered', { ...encrypted(SANDBOX_APP_ID, NOW_SECONDS), iv: 'AAAAAAAAAAAAAAAAAAAAAA==' }],
  ['a plus that became a space', { encryptedData: 'AA A', iv: IV }],
])('%s is rejected as any other code is', async (_, data) => {
  await using t = await legacySetup()
  const reply = await t.post({ loginCode: 'l', ...data })
  expect(reply).toMatchObject({ status: 409, body: { code: 'code_rejected' } })
  expect(reply.body.detail).toContain('The user has to tap again')
})
