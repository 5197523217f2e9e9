import { SANDBOX_APP_ID, SANDBOX_APP_SECRET, startEmulator } from '@uni-phone/wechat-emulator'
import { createWeChatClient } from '@uni-phone/wechat'
import Sqlite from 'libsql'
import { expect, test } from 'vitest'
import { recordLog } from '@uni-phone/test-support/product'
import { startRedis, WITHOUT_REDIS } from '@uni-phone/test-support/services'
import { createPrometheusMetrics, type PrometheusMetrics, startMetricsServer } from '../src/metrics'
import { createReadiness } from '../src/observability'
import { createRateLimit } from '../src/rate-limit'
import { RedisConnection } from '../src/redis'
import { setupAccounts } from './accounts/setup'
import { PHONE_PATH, setup, TOKEN_PATH } from './setup'

interface Line {
  message: string
  [field: string]: unknown
}

const requestLines = ({ lines }: { lines: string[] }): Line[] =>
  lines.map((line) => JSON.parse(line) as Line).filter(({ message }) => message === 'request')

test('each request has one line: its id, its outcome, how often WeChat was asked, how long it took', async () => {
  await using t = await setup()
  const reply = await t.post({ code: t.newCode() }, { 'idempotency-key': 'k-1' })
  expect(requestLines(t)).toEqual([
    {
      level: 'info',
      message: 'request',
      requestId: reply.headers.get('x-request-id'),
      method: 'POST',
      route: '/api/v1/phone-number',
      status: 200,
      outcome: 'ok',
      attempts: 1,
      durationMs: expect.any(Number) as number,
    },
  ])
})

test('the line of a refusal has the errcode and the rid of WeChat', async () => {
  await using t = await setup()
  await t.post({ code: 'wrong' })
  expect(requestLines(t)).toMatchObject([
    {
      outcome: 'code_rejected',
      errcode: 40029,
      rid: expect.stringMatching(/^[0-9a-f-]{26}$/) as string,
      attempts: 1,
    },
  ])
})

test('the line of an exchange tells that the code went out again after a token was refused', async () => {
  await using t = await setup()
  await t.post({ code: t.newCode() })
  t.emulator.revokeTokens()
  await t.post({ code: t.newCode() })
  expect(requestLines(t).map(({ attempts }) => attempts)).toEqual([1, 2])
})

test('the line of a replay says so, and that WeChat was not asked', async () => {
  await using t = await setup()
  const body = { code: t.newCode() }
  await t.post(body, { 'idempotency-key': 'k-1' })
  await t.post(body, { 'idempotency-key': 'k-1' })
  const [first, second] = requestLines(t)
  expect(first).not.toHaveProperty('replayed')
  expect(second).toMatchObject({ outcome: 'ok', replayed: true })
  expect(second).not.toHaveProperty('attempts')
})

/** The server, counted. */
async function setupCounted(redisIsReady?: () => boolean, dependencies: Parameters<typeof setup>[0] = {}) {
  const metrics = createPrometheusMetrics({ redisIsReady })
  const emulator = await startEmulator({ port: 0 })
  const account = { appId: SANDBOX_APP_ID, appSecret: SANDBOX_APP_SECRET }
  const wechat = createWeChatClient({
    ...account,
    baseUrl: emulator.url,
    onEvent: (event) => {
      metrics.wechat(event)
    },
  })
  const t = await setup({ wechat, metrics, ...dependencies })
  return {
    ...t,
    emulator,
    metrics,
    newCode: () => emulator.createPhoneCode({ phoneNumber: '13800138000' }).code,
    async [Symbol.asyncDispose]() {
      emulator.clearFaults()
      await t[Symbol.asyncDispose]()
      await wechat.close()
      await emulator.close()
    },
  }
}

/** The samples of ours that are not zero, without the histograms' buckets and sums. */
async function readSamples(metrics: PrometheusMetrics): Promise<string[]> {
  const lines = (await metrics.toText()).split('\n')
  return lines.filter((line) => line.startsWith('uni_phone_') && !/_(bucket|sum)[{ ]| 0$/.test(line)).sort()
}

test('exchanges, replays, calls, errcodes and token fetches are counted', async () => {
  await using t = await setupCounted()
  const body = { code: t.newCode() }
  await t.post(body, { 'idempotency-key': 'k-1' })
  await t.post(body, { 'idempotency-key': 'k-1' })
  await t.post({ code: 'wrong' })
  t.emulator.revokeTokens()
  await t.post({ code: t.newCode() })
  expect(await readSamples(t.metrics)).toEqual([
    'uni_phone_exchange_duration_seconds_count 4',
    'uni_phone_exchanges_total{outcome="code_rejected"} 1',
    'uni_phone_exchanges_total{outcome="ok"} 3',
    'uni_phone_http_requests_total{method="POST",route="/api/v1/phone-number",status="200"} 3',
    'uni_phone_http_requests_total{method="POST",route="/api/v1/phone-number",status="409"} 1',
    'uni_phone_replays_total 1',
    'uni_phone_token_fetches_total{cause="first",result="ok"} 1',
    'uni_phone_token_fetches_total{cause="rejected",result="ok"} 1',
    'uni_phone_wechat_call_duration_seconds_count{endpoint="getuserphonenumber",result="code_rejected"} 1',
    'uni_phone_wechat_call_duration_seconds_count{endpoint="getuserphonenumber",result="ok"} 2',
    'uni_phone_wechat_errcodes_total{endpoint="getuserphonenumber",errcode="40029"} 1',
  ])
})

test('a reply of the wrong shape is counted as a call that failed', async () => {
  await using t = await setupCounted()
  t.emulator.addFault({ path: PHONE_PATH, fault: { body: '{"errcode":0}' } })
  await t.post({ code: t.newCode() })
  expect(await readSamples(t.metrics)).toContain(
    'uni_phone_wechat_call_duration_seconds_count{endpoint="getuserphonenumber",result="outcome_unknown"} 1',
  )
})

test('an errcode nobody has heard of does not become a label', async () => {
  await using t = await setupCounted()
  t.emulator.addFault({ path: PHONE_PATH, fault: { errcode: 987654 } })
  await t.post({ code: t.newCode() })
  const text = await t.metrics.toText()
  expect(text).toContain('uni_phone_wechat_errcodes_total{endpoint="getuserphonenumber",errcode="other"} 1')
  expect(text).not.toContain('987654')
})

test('limits hit and exchanges under way are counted', async () => {
  await using t = await setupCounted(undefined, { maxConcurrent: 1, rateLimit: createRateLimit({ perMinute: 2 }) })
  t.emulator.addFault({ path: PHONE_PATH, fault: { delayMs: 300 } })
  const slow = t.post({ code: t.newCode() })
  await expect.poll(() => readSamples(t.metrics)).toContain('uni_phone_exchanges_in_flight 1')
  await t.post({ code: t.newCode() })
  await t.post({ code: t.newCode() })
  await slow
  const samples = await readSamples(t.metrics)
  expect(samples).toContain('uni_phone_limits_hit_total{limit="concurrency"} 1')
  expect(samples).toContain('uni_phone_limits_hit_total{limit="address"} 1')
  expect(samples.filter((sample) => sample.includes('in_flight'))).toEqual([])
})

test('a watermark far from our clock is counted', async () => {
  await using t = await setupCounted()
  t.emulator.advance(3_600_000)
  await t.post({ code: t.newCode() })
  expect(await readSamples(t.metrics)).toContain('uni_phone_watermark_skews_total 1')
})

test('the gauge of Redis is 1, 0, or not there', async () => {
  let ready = true
  const watched = createPrometheusMetrics({ redisIsReady: () => ready })
  expect(await watched.toText()).toContain('uni_phone_redis_up 1')
  ready = false
  expect(await watched.toText()).toContain('uni_phone_redis_up 0')
  expect(await createPrometheusMetrics({}).toText()).not.toContain('redis')
})

test('metrics have a listener of their own, which has nothing else', async () => {
  const metrics = createPrometheusMetrics({})
  const server = await startMetricsServer({ metrics, port: 0, host: '127.0.0.1' })
  const reply = await fetch(`http://127.0.0.1:${server.port}/metrics`)
  expect(reply.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8')
  expect(await reply.text()).toMatch(/^process_resident_memory_bytes \d+/m)
  expect((await fetch(`http://127.0.0.1:${server.port}/`)).status).toBe(404)
  const taken = startMetricsServer({ metrics, port: server.port, host: '127.0.0.1' })
  await expect(taken).rejects.toThrow(/METRICS_PORT/)
  server.stop()
  await using t = await setup({ metrics })
  expect((await t.send('/metrics', {})).status).toBe(404)
})

/** The server with a readiness that asks WeChat. */
async function setupReadiness(parts: Partial<Parameters<typeof createReadiness>[0]> = {}) {
  const emulator = await startEmulator({ port: 0 })
  const account = { appId: SANDBOX_APP_ID, appSecret: SANDBOX_APP_SECRET }
  const wechat = createWeChatClient({ ...account, baseUrl: emulator.url })
  const readiness = createReadiness({ getAccessToken: () => wechat.getAccessToken(), ...parts })
  const t = await setup({ wechat, readiness })
  return {
    emulator,
    readiness,
    post: t.post,
    ask: () => t.send('/readyz', {}),
    async [Symbol.asyncDispose]() {
      await t[Symbol.asyncDispose]()
      await wechat.close()
      await emulator.close()
    },
  }
}

test('an instance that has a token is ready', async () => {
  await using t = await setupReadiness()
  expect(await t.ask()).toMatchObject({
    status: 200,
    body: { ready: true, parts: { wechat: 'ready', process: 'running' } },
  })
  expect((await t.ask()).body).not.toHaveProperty('parts.redis')
  expect(t.emulator.requests().length).toBe(1)
})

test.each([
  [40125, 'misconfigured'],
  [-1, 'unavailable'],
])('an instance that gets no token (%i) is not ready, and says %s', async (errcode, wechat) => {
  await using t = await setupReadiness()
  t.emulator.addFault({ path: TOKEN_PATH, times: 10, fault: { errcode } })
  expect(await t.ask()).toMatchObject({ status: 503, body: { ready: false, parts: { wechat } } })
})

test('an instance whose token WeChat refuses and does not replace is not ready: its exchanges fail', async () => {
  await using t = await setupReadiness()
  expect((await t.ask()).status).toBe(200)
  t.emulator.addFault({ path: PHONE_PATH, times: 10, fault: { errcode: 40001 } })
  t.emulator.addFault({ path: TOKEN_PATH, times: 10, fault: { errcode: -1 } })
  await t.post({ code: 'any' })
  expect(await t.ask()).toMatchObject({ status: 503, body: { ready: false, parts: { process: 'running' } } })
  t.emulator.clearFaults()
})

test('an instance that stops is not ready', async () => {
  await using t = await setupReadiness()
  t.readiness.stop()
  expect(await t.ask()).toMatchObject({ status: 503, body: { parts: { wechat: 'ready', process: 'stopping' } } })
})

test.skipIf(WITHOUT_REDIS)('an instance whose Redis is away says so, and is ready all the same', async () => {
  await using redis = await startRedis()
  const connection = new RedisConnection({ url: redis.url, log: recordLog().log })
  await using t = await setupReadiness({ redisIsReady: () => connection.isReady() })
  await expect.poll(async () => (await t.ask()).body).toMatchObject({ parts: { redis: 'ready' } })
  await redis.stop()
  await expect.poll(() => t.ask()).toMatchObject({ status: 200, body: { ready: true, parts: { redis: 'away' } } })
  connection.close()
})

test('an instance whose accounts database is locked or full says so, and is ready even so', async () => {
  await using signIn = await setupAccounts()
  await using t = await setupReadiness({ checkAccounts: signIn.accounts.check })
  expect((await t.ask()).body).toMatchObject({ ready: true, parts: { accounts: 'ready' } })
  const another = new Sqlite(signIn.file)
  another.exec("create trigger refuse before update on uni_phone_encryption begin select raise(abort, 'full'); end")
  expect(await t.ask()).toMatchObject({ status: 200, body: { ready: true, parts: { accounts: 'away' } } })
  another.exec('drop trigger refuse')
  another.close()
  expect((await t.ask()).body).toMatchObject({ parts: { accounts: 'ready' } })
})

test('an instance whose accounts database never answers says so before a proxy gives up, and is ready even so', async () => {
  await using t = await setupReadiness({ checkAccounts: () => new Promise(() => undefined) })
  expect(await t.ask()).toMatchObject({ status: 200, body: { ready: true, parts: { accounts: 'away' } } })
})
