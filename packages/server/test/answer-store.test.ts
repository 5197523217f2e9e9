import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { Redis } from 'ioredis'
import { expect, test } from 'vitest'
import { recordLog } from '@uni-phone/test-support/product'
import { startRedis, WITHOUT_REDIS } from '@uni-phone/test-support/services'
import { type Answer, type AnswerStore, createMemoryAnswerStore, createRedisAnswerStore } from '../src/idempotency'
import { connectRedis, createSealer } from '../src/redis'

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

redisTest('Redis frozen: the log says so once, and once that it is back', async () => {
  await using t = await openRedis()
  t.redis.freeze()
  await t.store.claim(REQUEST)
  expect(t.isReady()).toBe(false)
  await t.store.keep(REQUEST, PHONE)
  t.redis.thaw()
  await expect.poll(() => t.store.claim(REQUEST).then(t.isReady)).toBe(true)
  expect(t.lines.map((line) => /Redis is (\w+)/.exec(line)?.[1])).toEqual(['there', 'away', 'there'])
})

redisTest('a process that was busy does not take Redis for away', async () => {
  await using t = await openRedis()
  await t.store.claim(REQUEST)
  const other = t.store.claim({ key: 'k-2', fingerprint: 'f-2' })
  const until = performance.now() + 1_200
  while (performance.now() < until);
  expect(await other).toEqual({ state: 'claimed' })
  expect(await (await t.open()).claim({ key: 'k-2', fingerprint: 'f-2' })).toEqual({ state: 'pending' })
  expect(t.lines.filter((line) => line.includes('Redis is away'))).toEqual([])
})

redisTest('Redis back and empty: it is told what each instance has claimed and answered', async () => {
  await using t = await openRedis()
  const pending = { key: 'k-2', fingerprint: 'f-2' }
  await t.store.claim(REQUEST)
  await t.store.keep(REQUEST, PHONE)
  await t.store.claim(pending)
  await t.redis.stop()
  await t.redis.restart()
  await expect.poll(t.isReady, { timeout: 5000 }).toBe(true)
  const other = await t.open()
  await expect.poll(() => other.claim(REQUEST)).toEqual({ state: 'answered', answer: PHONE })
  expect(await other.claim(pending)).toEqual({ state: 'pending' })
})

redisTest('Redis back: a number that one instance got is worth more than the refusal another got', async () => {
  await using t = await openRedis()
  const other = await t.open()
  await t.redis.stop()
  await t.store.claim(REQUEST)
  await other.claim(REQUEST)
  await t.store.keep(REQUEST, PHONE)
  await other.keep(REQUEST, { outcome: 'problem', code: 'code_rejected', detail: 'used' })
  await t.redis.restart()
  await expect.poll(() => other.claim(REQUEST), { timeout: 5000 }).toEqual({ state: 'answered', answer: PHONE })
  expect(await (await t.open()).claim(REQUEST)).toEqual({ state: 'answered', answer: PHONE })
})

redisTest('Redis frozen for longer than a connection is waited for: it comes back all the same', async () => {
  await using t = await openRedis()
  t.redis.freeze()
  const start = performance.now()
  const passed = async () => {
    await t.store.claim({ key: String(performance.now()), fingerprint: 'f' })
    return performance.now() - start
  }
  await expect.poll(passed, { timeout: 10_000 }).toBeGreaterThan(3_000)
  await t.store.claim(REQUEST)
  t.redis.thaw()
  await expect.poll(t.isReady, { timeout: 10_000 }).toBe(true)
  const other = await t.open()
  await expect.poll(() => other.claim(REQUEST)).toEqual({ state: 'pending' })
})

/** The way to a Redis. It can forget its connections without a word, as a firewall does. */
async function startWay(redisUrl: string) {
  let forgotten = new Set<Socket>()
  const open = new Set<Socket>()
  const server = createServer((client) => {
    const redis = connect(Number(new URL(redisUrl).port), '127.0.0.1')
    open.add(client.on('error', () => undefined))
    client.on('data', (chunk) => forgotten.has(client) || redis.write(chunk)).once('close', () => redis.destroy())
    redis.on('data', (chunk) => client.write(chunk)).once('close', () => client.destroy())
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return {
    url: `redis://127.0.0.1:${(server.address() as AddressInfo).port}`,
    forget() {
      forgotten = new Set(open)
    },
    cut() {
      for (const client of open) client.destroy()
    },
    [Symbol.asyncDispose]: async () => void server.close(),
  }
}

redisTest('a connection that has gone silent for good is replaced', async () => {
  await using redis = await startRedis()
  await using way = await startWay(redis.url)
  const connection = connectRedis(way.url, recordLog().log)
  await expect.poll(() => connection.isReady()).toBe(true)
  way.forget()
  const call = () => connection.redis.set('k', 'v').catch(() => 'away')
  expect(await call()).toBe('away')
  await expect.poll(call, { timeout: 10_000 }).toBe('OK')
  connection.close()
})

const PROBLEM: Answer = { outcome: 'problem', code: 'code_rejected', detail: 'used' }
const HANDLED: Answer = { ...PHONE, handled: { data: { token: 't' } } }

redisTest.each([
  ['a refusal', PROBLEM, undefined],
  ['a number', PHONE, PROBLEM],
  ['what the business made of it', HANDLED, PHONE],
])('%s that could not be written is told to Redis once it is back', async (_, answer, before) => {
  await using redis = await startRedis()
  await using way = await startWay(redis.url)
  const open = async (url: string) => {
    const connection = connectRedis(url, recordLog().log)
    await expect.poll(() => connection.isReady()).toBe(true)
    const memory = createMemoryAnswerStore({ now: Date.now })
    return {
      connection,
      store: createRedisAnswerStore({ redis: connection.redis, sealer: createSealer(ACCOUNT), memory }),
    }
  }
  const [one, two] = [await open(way.url), await open(redis.url)]
  await one.store.claim(REQUEST)
  if (before !== undefined) await two.store.keep(REQUEST, before)
  way.cut()
  await one.store.keep(REQUEST, answer)
  await expect.poll(() => two.store.claim(REQUEST), { timeout: 5000 }).toEqual({ state: 'answered', answer })
  one.connection.close()
  two.connection.close()
})
