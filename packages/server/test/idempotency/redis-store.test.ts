import { WITHOUT_REDIS } from '@uni-phone/test-support/services'
import { Redis } from 'ioredis'
import { describe, expect, test, vi } from 'vitest'
import { ACCOUNT, HANDLED, LEASE, openRedis, PHONE, REJECTED, REQUEST, requestOf } from './open-store'

const redisTest = test.skipIf(WITHOUT_REDIS)

/** What Redis has, by name. */
async function readAll(url: string): Promise<Map<string, string>> {
  const client = new Redis(url)
  const names = (await client.keys('uni-phone:*')).filter((name) => /:(exchange|lock):/.test(name))
  const values = await Promise.all(names.map((name) => client.get(name)))
  client.disconnect()
  return new Map(names.map((name, nth) => [name, values[nth] ?? '']))
}

describe('answers in Redis', () => {
  redisTest('what one instance saved, another replays', async () => {
    await using t = await openRedis()
    const [one, two] = [await t.open(), await t.open()]
    await one.store.acquire(REQUEST)
    expect(await two.store.acquire(REQUEST)).toEqual({ state: 'pending' })
    await one.store.save(REQUEST, PHONE)
    expect(await two.store.acquire(REQUEST)).toEqual({ state: 'answered', answer: PHONE })
  })

  redisTest('cannot be read, nor can their names', async () => {
    await using t = await openRedis()
    const { store } = await t.open()
    const request = { key: 'the-idempotency-key', fingerprint: 'the-fingerprint', client: 'the-client' }
    await store.acquire(request)
    await store.release(request, { openid: 'o-1', unionid: 'u-1' })
    const released = [...(await readAll(t.redis.url))].join('\n')
    await store.acquire(request)
    await store.save(request, HANDLED)
    const text = [released, ...(await readAll(t.redis.url))].join('\n')
    expect(released).toMatch(/0[\w+/=]{40,}/)
    const answer = ['13800138000', 'o-1', 'u-1', 'e-1', '"t"']
    for (const secret of [...answer, ...Object.values(request), ACCOUNT.appSecret]) expect(text).not.toContain(secret)
  })

  redisTest('sealed with another secret are orphaned, so that the code is not sent again', async () => {
    await using t = await openRedis()
    const one = await t.open()
    const before = await readAll(t.redis.url)
    await one.store.save(REQUEST, PHONE)
    const [[name, record] = ['', '']] = [...(await readAll(t.redis.url))].filter(([each]) => !before.has(each))
    const client = new Redis(t.redis.url)
    await client.set(name, record.slice(0, 23) + Buffer.from('not what was sealed, by far not').toString('base64'))
    client.disconnect()
    expect(await (await t.open()).store.acquire(REQUEST)).toEqual({ state: 'orphaned' })
  })

  redisTest('a claim is orphaned 20 seconds after its instance died', async () => {
    await using t = await openRedis()
    const [one, two] = [await t.open(), await t.open()]
    await one.store.acquire(REQUEST)
    const names = [...(await readAll(t.redis.url)).keys()]
    const client = new Redis(t.redis.url)
    for (const name of names) await client.pexpire(name, 600_000 - 19_000)
    expect(await two.store.acquire(REQUEST)).toEqual({ state: 'pending' })
    for (const name of names) await client.pexpire(name, 600_000 - 20_001)
    client.disconnect()
    expect(await two.store.acquire(REQUEST)).toEqual({ state: 'orphaned' })
  })

  redisTest('a refusal is small and gone within a minute', async () => {
    await using t = await openRedis()
    const { store } = await t.open()
    const before = await readAll(t.redis.url)
    await store.acquire(REQUEST)
    await store.save(REQUEST, REJECTED)
    const [name = ''] = [...(await readAll(t.redis.url)).keys()].filter((each) => !before.has(each))
    const client = new Redis(t.redis.url)
    expect(await client.pttl(name)).toBeLessThanOrEqual(60_000)
    expect(await client.memory('USAGE', name)).toBeLessThan(250)
    client.disconnect()
  })
})

describe('locks in Redis', () => {
  redisTest('work of one instance keeps the others from running it, an eleven-second pause included', async () => {
    await using t = await openRedis()
    const [one, two] = [await t.open(), await t.open()]
    let finish: (answer: typeof HANDLED) => void = () => undefined
    const first = one.store.withLock(REQUEST, LEASE, () => new Promise((resolve) => (finish = resolve)))
    await expect.poll(async () => [...(await readAll(t.redis.url)).keys()].join()).toContain(':lock:')
    const [lock = ''] = [...(await readAll(t.redis.url)).keys()].filter((name) => name.includes(':lock:'))
    const client = new Redis(t.redis.url)
    // as if eleven seconds had passed in which the instance stood still: nothing renews a lock
    await client.pexpire(lock, (await client.pttl(lock)) - 11_000)
    client.disconnect()
    expect(await two.store.withLock(REQUEST, LEASE, async () => HANDLED)).toBeUndefined()
    finish(HANDLED)
    expect(await first).toEqual(HANDLED)
    expect(await two.store.acquire(REQUEST)).toEqual({ state: 'answered', answer: HANDLED })
  })

  redisTest('an instance that stood still for too long after it got the lock does not start', async () => {
    await using t = await openRedis()
    const { store } = await t.open()
    const startedAt = performance.now()
    const clock = vi
      .spyOn(performance, 'now')
      .mockReturnValueOnce(startedAt)
      .mockReturnValue(startedAt + 16_000)
    let started = false
    const answer = await store.withLock(REQUEST, LEASE, async () => {
      started = true
      return HANDLED
    })
    clock.mockRestore()
    expect([answer, started]).toEqual([undefined, false])
    expect(await store.withLock(REQUEST, LEASE, async () => HANDLED)).toEqual(HANDLED)
  })
})

describe('round trips', () => {
  redisTest('an exchange takes two without a handler, and four with one', async () => {
    await using t = await openRedis()
    const { store, connection } = await t.open()
    await store.save(requestOf('warm'), PHONE)
    await store.withLock(requestOf('warm'), LEASE, async () => HANDLED)
    const sent: string[] = []
    const send = connection.redis.sendCommand.bind(connection.redis)
    connection.redis.sendCommand = (command, stream) => {
      sent.push(command.name)
      return send(command, stream)
    }
    await store.acquire(REQUEST)
    await store.save(REQUEST, PHONE)
    expect(sent).toHaveLength(2)
    await store.withLock(REQUEST, LEASE, async () => HANDLED)
    expect(sent).toHaveLength(4)
  })
})
