import { Redis } from 'ioredis'
import { expect, test } from 'vitest'
import { startRedis, startRedisCluster, WITHOUT_REDIS } from '@uni-phone/test-support/services'
import { lookAt, SECRETS } from './diagnosed-machine'
import { startSlowProxy } from './slow-proxy'

const containing = (text: string): string => expect.stringContaining(text) as string

const askRedis = async (url: string, timeoutMs = 2_000) =>
  (await lookAt({ env: { REDIS_URL: url }, timeoutMs })).of('redis')

async function configure(url: string, ...command: [string, ...string[]]): Promise<void> {
  const redis = new Redis(url)
  await redis.call(...command)
  redis.disconnect()
}

const redisTest = test.skipIf(WITHOUT_REDIS)

test('without REDIS_URL answers are kept in memory, which is no fault', async () => {
  expect((await lookAt()).of('redis')).toMatchObject([{ status: 'skipped', message: { en: containing('memory') } }])
})

test('a Redis that is not there fails, with what to look at', async () => {
  expect(await askRedis(`redis://:${SECRETS.redisPassword}@127.0.0.1:1`)).toMatchObject([
    { status: 'failed', message: { zh: containing('ECONNREFUSED') }, advice: { en: containing('REDIS_URL') } },
  ])
})

redisTest('a Redis that answers is in order, and nothing is left in it', async () => {
  await using redis = await startRedis()
  expect(await askRedis(redis.url)).toMatchObject([{ status: 'ok', message: { en: containing('ms a call') } }])
  const client = new Redis(redis.url)
  expect(await client.dbsize()).toBe(0)
  client.disconnect()
})

redisTest('a password that is missing and one that is wrong are told apart, and neither is printed', async () => {
  await using redis = await startRedis()
  await configure(redis.url, 'CONFIG', 'SET', 'requirepass', 'another')
  expect(await askRedis(redis.url)).toMatchObject([{ status: 'failed', message: { zh: containing('没有') } }])
  const wrong = redis.url.replace('//', `//:${SECRETS.redisPassword}@`)
  expect(await askRedis(wrong)).toMatchObject([{ status: 'failed', message: { zh: containing('不接受') } }])
})

redisTest('a replica, and a Redis that is full, cannot be written to', async () => {
  await using redis = await startRedis()
  await configure(redis.url, 'CONFIG', 'SET', 'maxmemory', '1')
  expect(await askRedis(redis.url)).toMatchObject([{ status: 'failed', message: { en: containing('no writes') } }])
  await configure(redis.url, 'CONFIG', 'SET', 'maxmemory', '0')
  await configure(redis.url, 'REPLICAOF', '127.0.0.1', '1')
  expect(await askRedis(redis.url)).toMatchObject([{ status: 'failed', advice: { en: containing('primary') } }])
})

redisTest('a slow Redis is a warning', async () => {
  await using redis = await startRedis()
  const port = await startSlowProxy(Number(new URL(redis.url).port), 40)
  expect(await askRedis(`redis://127.0.0.1:${port}`)).toMatchObject([
    { status: 'warning', message: { zh: containing('慢') } },
  ])
})

redisTest('a Redis that hangs fails in time', async () => {
  await using redis = await startRedis()
  redis.freeze()
  expect(await askRedis(redis.url, 300)).toMatchObject([{ status: 'failed', message: { en: containing('ETIMEDOUT') } }])
  redis.thaw()
})

redisTest.each([
  ['that has all keys', [0, 16_383]],
  ['that has some of the keys', [0, 0]],
  ['that has no keys yet', undefined],
] as const)('a node of a cluster %s is not supported', async (_, slots) => {
  await using redis = await startRedisCluster(slots)
  expect(await askRedis(redis.url)).toMatchObject([{ status: 'failed', message: { en: containing('Redis Cluster') } }])
})
