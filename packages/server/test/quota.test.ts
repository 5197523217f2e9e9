import { recordLog } from '@uni-phone/test-support/product'
import { startRedis, WITHOUT_REDIS } from '@uni-phone/test-support/services'
import { createWeChatClient } from '@uni-phone/wechat'
import { SANDBOX_APP_ID, SANDBOX_APP_SECRET, startEmulator } from '@uni-phone/wechat-emulator'
import { expect, test } from 'vitest'
import { createPrometheusMetrics } from '../src/metrics'
import { MemoryQuotaStore, type QuotaStore, QuotaWatch, RedisQuotaStore } from '../src/quota'
import { RedisConnection } from '../src/redis'
import { entryOf, FIRST, SECOND, startComposed } from './composed'

const USAGE = '/wxa/charge/usage/get'
const SPU = '10000077'
const TEN_MINUTES = 600_000

/** Instances that watch the quota of one account. Their clock only moves when a test moves it. */
async function setup(store?: QuotaStore) {
  let time = 0
  const own = new MemoryQuotaStore(() => time)
  const emulator = await startEmulator({ port: 0 })
  const account = { appId: SANDBOX_APP_ID, appSecret: SANDBOX_APP_SECRET }
  const wechat = createWeChatClient({ ...account, baseUrl: emulator.url })
  const { lines, log } = recordLog()

  function createInstance() {
    const metrics = createPrometheusMetrics({})
    const programs = [{ appId: SANDBOX_APP_ID, label: undefined, spuId: SPU, wechat }]
    const watch = new QuotaWatch({ programs, store: store ?? own, log, metrics })
    const samples = async () =>
      (await metrics.toText()).split('\n').filter((line) => line.startsWith('uni_phone_quota'))
    return { look: () => watch.look(), samples }
  }

  return {
    emulator,
    createInstance,
    asked: () => emulator.requests().filter(({ path }) => path === USAGE).length,
    fill: (all: number, used: number) => {
      emulator.setAccount({ appid: SANDBOX_APP_ID, packs: [{ all, used }] })
    },
    messages: () => lines.map((line) => JSON.parse(line) as { level: string; message: string; errcode?: number }),
    later: () => void (time += TEN_MINUTES),
    async [Symbol.asyncDispose]() {
      emulator.clearFaults()
      await wechat.close()
      await emulator.close()
    },
  }
}

test('the quota is a metric once it is known, and asked for at most every ten minutes', async () => {
  await using t = await setup()
  const instance = t.createInstance()
  expect(await instance.samples()).toEqual([])
  t.fill(1000, 100)
  await instance.look()
  await instance.look()
  expect(await instance.samples()).toEqual(['uni_phone_quota_remaining 900', 'uni_phone_quota_total 1000'])
  expect(t.asked()).toBe(1)
  t.later()
  await instance.look()
  expect(t.asked()).toBe(2)
})

test('20 %, 5 % and 0 are logged once each on the way down, and again after more calls were bought', async () => {
  await using t = await setup()
  const instance = t.createInstance()
  const found: string[][] = []
  for (const used of [799, 800, 949, 950, 1000, 1000, 0, 800]) {
    const before = t.messages().length
    t.fill(1000, used)
    await instance.look()
    found.push(
      t
        .messages()
        .slice(before)
        .map(({ level, message }) => `${level}: ${message}`),
    )
    t.later()
  }
  const low = 'warn: less than 20% of the paid calls are left: buy more in the console'
  const veryLow = 'error: less than 5% of the paid calls are left: buy more in the console'
  const none = 'error: no paid calls are left: the button fails until more are bought'
  expect(found).toEqual([[], [low], [], [veryLow], [none], [], [], [low]])
})

test('a quota that cannot be read is logged once, with what to do, and keeps its last value', async () => {
  await using t = await setup()
  const instance = t.createInstance()
  t.fill(10, 1)
  await instance.look()
  t.emulator.addFault({ path: USAGE, times: 2, fault: { errcode: 10120002 } })
  for (let round = 0; round < 3; round += 1) {
    t.later()
    await instance.look()
  }
  expect(t.messages().filter(({ errcode }) => errcode === 10120002)).toHaveLength(1)
  expect(await instance.samples()).toEqual(['uni_phone_quota_remaining 9', 'uni_phone_quota_total 10'])
})

test.skipIf(WITHOUT_REDIS)('with Redis one instance asks, all know, and a level is logged by one', async () => {
  await using redis = await startRedis()
  const connection = new RedisConnection({ url: redis.url, log: recordLog().log })
  await connection.firstContact
  await using t = await setup(new RedisQuotaStore(connection.redis))
  t.fill(100, 85)
  const instances = [t.createInstance(), t.createInstance(), t.createInstance()]
  await Promise.all(instances.map(({ look }) => look()))
  await Promise.all(instances.map(({ look }) => look()))
  for (const { samples } of instances) expect(await samples()).toContain('uni_phone_quota_remaining 15')
  expect([t.asked(), t.messages().length]).toEqual([1, 1])
  expect(await connection.redis.pttl(`uni-phone:quota:turn:${SANDBOX_APP_ID}:${SPU}`)).toBeGreaterThan(
    TEN_MINUTES - 60_000,
  )
  connection.close()
})

test.skipIf(WITHOUT_REDIS)('while Redis is away each instance asks by itself, as seldom', async () => {
  await using redis = await startRedis()
  const connection = new RedisConnection({ url: redis.url, log: recordLog().log })
  await connection.firstContact
  await redis.stop()
  await expect.poll(() => connection.isReady()).toBe(false)
  await using t = await setup(new RedisQuotaStore(connection.redis))
  t.fill(100, 1)
  const instance = t.createInstance()
  await instance.look()
  await instance.look()
  expect(await instance.samples()).toContain('uni_phone_quota_remaining 99')
  expect(t.asked()).toBe(1)
  connection.close()
})

test('a server asks from its start on, for each mini program, and an empty pack stops the button', async () => {
  const env = (url: string) => ({
    WECHAT_APPS: JSON.stringify([entryOf(FIRST), entryOf(SECOND)]),
    WECHAT_API_BASE_URL: url,
    WECHAT_QUOTA_SPU_ID: SPU,
  })
  const accounts = [{ packs: [{ all: 1, used: 1 }] }, { appid: SECOND, packs: [{ all: 50 }] }]
  await using t = await startComposed({ env, accounts })
  await expect.poll(() => t.metrics()).toContain(`uni_phone_quota_remaining{appid="${FIRST}"} 0`)
  await expect.poll(() => t.metrics()).toContain(`uni_phone_quota_remaining{appid="${SECOND}"} 50`)
  expect(() => t.codeOf(FIRST)).toThrow(expect.objectContaining({ code: 'quota_exhausted' }))
  const lines = t.lines.filter((line) => line.includes('no paid calls are left'))
  expect(lines.map((line) => JSON.parse(line) as object)).toMatchObject([
    { level: 'error', appId: FIRST, spuId: SPU, remaining: 0, zh: expect.stringContaining('1400001') as string },
  ])
  expect((await t.exchange(t.codeOf(SECOND), SECOND)).status).toBe(200)
})

test('without WECHAT_QUOTA_SPU_ID nothing is asked', async () => {
  await using t = await startComposed({ env: (url) => ({ ...entryOf(FIRST), WECHAT_API_BASE_URL: url }) })
  await t.exchange(t.codeOf(FIRST))
  expect(t.calls(USAGE)).toBe(0)
  expect(await t.metrics()).not.toContain('uni_phone_quota_remaining 0')
})
