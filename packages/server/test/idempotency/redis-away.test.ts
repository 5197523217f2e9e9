import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { administer, WITHOUT_REDIS } from '@uni-phone/test-support/services'
import { describe, expect, test } from 'vitest'
import { HANDLED, openRedis, PHONE, REJECTED, REQUEST, requestOf } from './open-store'

const redisTest = test.skipIf(WITHOUT_REDIS)

/** A network path to a Redis. It can drop its connections silently, as a firewall does, or cut them. */
async function startPath(redisUrl: string) {
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

const OUTAGES: [
  string,
  (t: Awaited<ReturnType<typeof openRedis>>) => Promise<unknown>,
  (t: Awaited<ReturnType<typeof openRedis>>) => Promise<unknown>,
  string,
][] = [
  ['is gone', (t) => t.redis.stop(), (t) => t.redis.restart(), 'connection'],
  ['is frozen', async (t) => t.redis.freeze(), async (t) => t.redis.thaw(), 'timeout'],
  [
    'is a read-only replica after a failover',
    (t) => administer(t.redis.url, ['REPLICAOF', '127.0.0.1', '1']),
    (t) => administer(t.redis.url, ['REPLICAOF', 'NO', 'ONE']),
    'reply',
  ],
  [
    'is out of memory',
    (t) => administer(t.redis.url, ['CONFIG', 'SET', 'maxmemory', '1']),
    (t) => administer(t.redis.url, ['CONFIG', 'SET', 'maxmemory', '0']),
    'reply',
  ],
  [
    'denies a command',
    (t) => administer(t.redis.url, ['ACL', 'SETUSER', 'default', '-set', '-evalsha', '-eval']),
    (t) => administer(t.redis.url, ['ACL', 'SETUSER', 'default', '+@all']),
    'reply',
  ],
]

describe.each(OUTAGES)('a Redis that %s', (_, breakIt, mendIt, failure) => {
  redisTest('is away: answers hold within the instance, and are shared again once it is back', async () => {
    await using t = await openRedis()
    const [one, two] = [await t.open(), await t.open()]
    await breakIt(t)
    expect(await one.store.acquire(REQUEST)).toEqual({ state: 'acquired' })
    await expect.poll(one.isReady).toBe(false)
    await one.store.save(REQUEST, PHONE)
    expect(await one.store.acquire(REQUEST)).toEqual({ state: 'answered', answer: PHONE })
    await two.store.acquire(requestOf('k-2'))
    await mendIt(t)
    await expect.poll(() => one.isReady() && two.isReady()).toBe(true)
    await expect.poll(() => two.store.acquire(REQUEST)).toEqual({ state: 'answered', answer: PHONE })
    expect(one.states()).toEqual(['there', 'away', 'there'])
    expect(one.failures).toEqual([failure])
  })

  redisTest('keeps nobody waiting for even one turn of the event loop once that is known', async () => {
    await using t = await openRedis()
    const one = await t.open()
    await breakIt(t)
    await one.store.acquire(REQUEST)
    await expect.poll(one.isReady).toBe(false)
    let turns = 0
    setImmediate(() => (turns += 1))
    for (let nth = 0; nth < 20; nth += 1) await one.store.acquire(requestOf(`k-${nth}`))
    expect(turns).toBe(0)
    await mendIt(t)
  })
})

redisTest('the log names the error reply, and nothing that was sent', async () => {
  await using t = await openRedis()
  const { store, lines } = await t.open()
  await administer(t.redis.url, ['REPLICAOF', '127.0.0.1', '1'])
  await store.acquire(REQUEST)
  expect(lines.find((line) => line.includes('Redis is away'))).toMatch(/"failure":"reply","reply":"READONLY"/)
})

redisTest('a process that was busy does not take Redis for away', async () => {
  await using t = await openRedis()
  const one = await t.open()
  await one.store.acquire(REQUEST)
  const other = one.store.acquire(requestOf('k-2'))
  const until = performance.now() + 1_200
  while (performance.now() < until);
  expect(await other).toEqual({ state: 'acquired' })
  expect(await (await t.open()).store.acquire(requestOf('k-2'))).toEqual({ state: 'pending' })
  expect(one.states()).toEqual(['there'])
})

redisTest('a connection that has gone silent for good is replaced', async () => {
  await using t = await openRedis()
  await using path = await startPath(t.redis.url)
  const { connection } = await t.open(undefined, path.url)
  path.forget()
  const call = () => connection.redis.set('k', 'v').catch(() => 'away')
  expect(await call()).toBe('away')
  await expect.poll(call).toBe('OK')
})

describe('a Redis that is back', () => {
  redisTest.each([
    ['a refusal', REJECTED, undefined],
    ['a phone number, over the refusal of another instance', PHONE, REJECTED],
    ['the result of the handler, over the phone number', HANDLED, PHONE],
  ])('gets %s that could not be written', async (_, answer, before) => {
    await using t = await openRedis()
    await using path = await startPath(t.redis.url)
    const [one, two] = [await t.open(undefined, path.url), await t.open()]
    await one.store.acquire(REQUEST)
    if (before !== undefined) await two.store.save(REQUEST, before)
    path.cut()
    await one.store.save(REQUEST, answer)
    await expect.poll(() => two.store.acquire(REQUEST)).toEqual({ state: 'answered', answer })
  })

  redisTest('prefers the phone number that one instance got to the refusal that another got', async () => {
    await using t = await openRedis()
    const [one, two] = [await t.open(), await t.open()]
    await t.redis.stop()
    for (const { store } of [one, two]) await store.acquire(REQUEST)
    await one.store.save(REQUEST, PHONE)
    await two.store.save(REQUEST, REJECTED)
    await t.redis.restart()
    await expect.poll(() => two.store.acquire(REQUEST)).toEqual({ state: 'answered', answer: PHONE })
    expect(await (await t.open()).store.acquire(REQUEST)).toEqual({ state: 'answered', answer: PHONE })
  })
})

describe('a Redis that lost its data', () => {
  redisTest('takes no claim before every instance has sent what it keeps', async () => {
    await using t = await openRedis()
    await using path = await startPath(t.redis.url)
    const [one, two] = [await t.open(undefined, path.url), await t.open()]
    await one.store.acquire(REQUEST)
    await one.store.save(REQUEST, PHONE)
    path.cut()
    await administer(t.redis.url, ['FLUSHALL'])
    expect(await two.store.acquire(REQUEST)).toEqual({ state: 'pending' })
    await expect.poll(() => two.store.acquire(REQUEST)).toEqual({ state: 'answered', answer: PHONE })
  })

  redisTest('gets answers, claims and identities back', async () => {
    await using t = await openRedis()
    const one = await t.open()
    const identity = { openid: 'o-1' }
    await one.store.acquire(REQUEST)
    await one.store.save(REQUEST, PHONE)
    for (const key of ['k-2', 'k-3']) await one.store.acquire(requestOf(key))
    await one.store.release(requestOf('k-3'), identity)
    await t.redis.stop()
    await t.redis.restart()
    const two = await t.open()
    await expect.poll(() => two.store.acquire(REQUEST)).toEqual({ state: 'answered', answer: PHONE })
    expect(await two.store.acquire(requestOf('k-2'))).toEqual({ state: 'pending' })
    expect(await two.store.acquire(requestOf('k-3'))).toEqual({ state: 'acquired', identity })
  })
})
