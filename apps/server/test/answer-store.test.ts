import { Redis } from 'ioredis'
import { expect, test } from 'vitest'
import {
  type Answer,
  type AnswerStore,
  connectRedis,
  createMemoryAnswerStore,
  createRedisAnswerStore,
  createSealer,
} from '../src/index'
import { startRedis, WITHOUT_REDIS } from './redis-server'
import { recordLog } from './setup'

const ACCOUNT = { appId: 'wx0000000000000000', appSecret: '0123456789abcdef0123456789abcdef' }
const PHONE: Answer = {
  outcome: 'phone',
  exchangeId: 'e-1',
  openid: 'o-1',
  phone: {
    phoneNumber: '13800138000',
    purePhoneNumber: '13800138000',
    countryCode: '86',
    authorizedAt: '2026-11-22T06:00:00.000Z',
  },
}
const REQUEST = { key: 'k-1', fingerprint: 'f-1' }

interface OpenStore extends AsyncDisposable {
  store: AnswerStore
}

async function openMemory(): Promise<OpenStore> {
  return { store: createMemoryAnswerStore({ now: Date.now }), [Symbol.asyncDispose]: async () => undefined }
}

async function openRedis() {
  const redis = await startRedis()
  const { log, lines } = recordLog()
  const connections: ReturnType<typeof connectRedis>[] = []
  const open = async (account = ACCOUNT) => {
    const connection = connectRedis(redis.url, log)
    connections.push(connection)
    await expect.poll(() => connection.isReady()).toBe(true)
    const memory = createMemoryAnswerStore({ now: Date.now })
    return createRedisAnswerStore({ redis: connection.redis, sealer: createSealer(account), memory })
  }
  const store = await open()
  return {
    redis,
    open,
    store,
    lines,
    isReady: () => connections[0]?.isReady(),
    async [Symbol.asyncDispose]() {
      for (const connection of connections) connection.close()
      await redis.stop()
    },
  }
}

const STORES: [string, () => Promise<OpenStore>, boolean][] = [
  ['memory', openMemory, false],
  ['Redis', openRedis, WITHOUT_REDIS],
]

for (const [name, open, skipped] of STORES) {
  const storeTest = test.skipIf(skipped)

  storeTest(`${name}: a key is claimed once`, async () => {
    await using t = await open()
    expect(await t.store.claim(REQUEST)).toEqual({ state: 'claimed' })
    expect(await t.store.claim(REQUEST)).toEqual({ state: 'pending' })
  })

  storeTest(`${name}: of twenty claims at once one wins`, async () => {
    await using t = await open()
    const claims = await Promise.all(Array.from({ length: 20 }, () => t.store.claim(REQUEST)))
    expect(claims.filter(({ state }) => state === 'claimed')).toHaveLength(1)
  })

  storeTest(`${name}: an answer is kept, and replaced`, async () => {
    await using t = await open()
    await t.store.claim(REQUEST)
    await t.store.keep(REQUEST, PHONE)
    expect(await t.store.claim(REQUEST)).toEqual({ state: 'answered', answer: PHONE })
    const handled = { ...PHONE, handled: { data: { token: 't' } } }
    await t.store.keep(REQUEST, handled)
    expect(await t.store.claim(REQUEST)).toEqual({ state: 'answered', answer: handled })
  })

  storeTest(`${name}: another body under the same key is a mismatch, before and after the answer`, async () => {
    await using t = await open()
    const other = { key: 'k-1', fingerprint: 'f-2' }
    await t.store.claim(REQUEST)
    expect(await t.store.claim(other)).toEqual({ state: 'mismatch' })
    await t.store.keep(REQUEST, PHONE)
    expect(await t.store.claim(other)).toEqual({ state: 'mismatch' })
  })

  storeTest(`${name}: a key given back can be claimed again`, async () => {
    await using t = await open()
    await t.store.claim(REQUEST)
    await t.store.release('k-1')
    expect(await t.store.claim(REQUEST)).toEqual({ state: 'claimed' })
  })

  storeTest(`${name}: work for one key never runs twice at the same time`, async () => {
    await using t = await open()
    let finish: (value: string) => void = () => undefined
    const first = t.store.alone('k-1', () => new Promise<string>((resolve) => (finish = resolve)))
    await expect.poll(() => t.store.alone('k-2', async () => 'other')).toBe('other')
    expect(await t.store.alone('k-1', async () => 'second')).toBeUndefined()
    finish('first')
    expect(await first).toBe('first')
    expect(await t.store.alone('k-1', async () => 'third')).toBe('third')
  })

  storeTest(`${name}: work that fails gives way to the next`, async () => {
    await using t = await open()
    await expect(t.store.alone('k-1', () => Promise.reject(new Error('failed')))).rejects.toThrow('failed')
    expect(await t.store.alone('k-1', async () => 'next')).toBe('next')
  })
}

test('memory holds a bounded number of answers: the oldest leave first', async () => {
  const store = createMemoryAnswerStore({ now: () => 0, maxEntries: 2 })
  for (const key of ['a', 'b', 'c']) await store.keep({ key, fingerprint: 'f' }, PHONE)
  expect(await store.claim({ key: 'c', fingerprint: 'f' })).toMatchObject({ state: 'answered' })
  expect(await store.claim({ key: 'a', fingerprint: 'f' })).toEqual({ state: 'claimed' })
})

const redisTest = test.skipIf(WITHOUT_REDIS)

redisTest('Redis: what one instance kept, another replays', async () => {
  await using t = await openRedis()
  const other = await t.open()
  await t.store.claim(REQUEST)
  expect(await other.claim(REQUEST)).toEqual({ state: 'pending' })
  await t.store.keep(REQUEST, PHONE)
  expect(await other.claim(REQUEST)).toEqual({ state: 'answered', answer: PHONE })
})

redisTest('Redis: nothing in it can be read', async () => {
  await using t = await openRedis()
  const request = { key: 'the-idempotency-key', fingerprint: 'the-fingerprint' }
  await t.store.claim(request)
  await t.store.keep(request, PHONE)
  const client = new Redis(t.redis.url)
  const keys = await client.keys('*')
  const text = [...keys, ...(await client.mget(keys))].join('\n')
  client.disconnect()
  expect(keys).toHaveLength(1)
  for (const secret of ['13800138000', 'o-1', 'e-1', 'the-idempotency-key', 'the-fingerprint', ACCOUNT.appSecret])
    expect(text).not.toContain(secret)
})

redisTest('Redis: an answer sealed with another secret is abandoned, not asked for again', async () => {
  await using t = await openRedis()
  await t.store.keep(REQUEST, PHONE)
  const client = new Redis(t.redis.url)
  const [name = ''] = await client.keys('uni-phone:answer:*')
  const [mark = ''] = String(await client.get(name)).split('.')
  await client.set(name, `${mark}.${Buffer.from('not what was sealed, by far not').toString('base64')}`)
  client.disconnect()
  const other = await t.open()
  expect(await other.claim(REQUEST)).toEqual({ state: 'abandoned' })
})

redisTest('Redis: a claim whose instance died is abandoned after 20 seconds', async () => {
  await using t = await openRedis()
  const other = await t.open()
  await t.store.claim(REQUEST)
  const client = new Redis(t.redis.url)
  const [name = ''] = await client.keys('uni-phone:answer:*')
  await client.pexpire(name, 600_000 - 20_001)
  client.disconnect()
  expect(await other.claim(REQUEST)).toEqual({ state: 'abandoned' })
})

redisTest('Redis gone: answers hold within the instance, and are shared again when it is back', async () => {
  await using t = await openRedis()
  await t.redis.stop()
  expect(await t.store.claim(REQUEST)).toEqual({ state: 'claimed' })
  await t.store.keep(REQUEST, PHONE)
  expect(await t.store.claim(REQUEST)).toEqual({ state: 'answered', answer: PHONE })
  await t.redis.restart()
  await expect.poll(t.isReady, { timeout: 5000 }).toBe(true)
  expect(await t.store.claim(REQUEST)).toEqual({ state: 'answered', answer: PHONE })
  const other = await t.open()
  expect(await other.claim(REQUEST)).toEqual({ state: 'answered', answer: PHONE })
  const states = t.lines.filter((line) => line.includes('Redis is'))
  expect(states.map((line) => (line.includes('Redis is away') ? 'away' : 'there'))).toEqual([
    'there',
    'away',
    'there',
    'there',
  ])
})

redisTest('Redis frozen: nobody waits for it long', async () => {
  await using t = await openRedis()
  t.redis.freeze()
  expect(await t.store.claim(REQUEST)).toEqual({ state: 'claimed' })
  await t.store.keep(REQUEST, PHONE)
  expect(await t.store.claim(REQUEST)).toEqual({ state: 'answered', answer: PHONE })
  t.redis.thaw()
})
