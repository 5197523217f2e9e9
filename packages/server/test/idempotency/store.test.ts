import { describe, expect, test } from 'vitest'
import { HANDLED, LEASE, PHONE, REJECTED, REQUEST, requestOf, STORES, UNKNOWN } from './open-store'

describe.each(STORES)('a store in %s', (_, open, skipped) => {
  const storeTest = test.skipIf(skipped)

  storeTest('lets one request acquire a key', async () => {
    await using t = await open()
    expect(await t.store.acquire(REQUEST)).toMatchObject({ state: 'acquired' })
    expect(await t.store.acquire(REQUEST)).toEqual({ state: 'pending' })
  })

  storeTest('lets one of twenty concurrent requests acquire a key', async () => {
    await using t = await open()
    const states = await Promise.all(Array.from({ length: 20 }, () => t.store.acquire(REQUEST)))
    expect(states.filter(({ state }) => state === 'acquired')).toHaveLength(1)
  })

  storeTest('keeps an answer, and replaces it by one that is further along', async () => {
    await using t = await open()
    await t.store.acquire(REQUEST)
    await t.store.save(REQUEST, PHONE)
    expect(await t.store.acquire(REQUEST)).toEqual({ state: 'answered', answer: PHONE })
    await t.store.save(REQUEST, HANDLED)
    expect(await t.store.acquire(REQUEST)).toEqual({ state: 'answered', answer: HANDLED })
  })

  storeTest('does not replace an answer by one that is less far along', async () => {
    await using t = await open()
    await t.store.acquire(REQUEST)
    await t.store.save(REQUEST, PHONE)
    await t.store.save(REQUEST, UNKNOWN)
    await t.store.release(REQUEST)
    expect(await t.store.acquire(REQUEST)).toEqual({ state: 'answered', answer: PHONE })
  })

  storeTest('keeps a refusal by its code', async () => {
    await using t = await open()
    await t.store.acquire(REQUEST)
    await t.store.save(REQUEST, REJECTED)
    expect(await t.store.acquire(REQUEST)).toEqual({ state: 'answered', answer: REJECTED })
  })

  storeTest('refuses another body under the same key, before and after the answer', async () => {
    await using t = await open()
    const other = { ...REQUEST, fingerprint: 'f-2' }
    await t.store.acquire(REQUEST)
    expect(await t.store.acquire(other)).toEqual({ state: 'mismatch' })
    await t.store.save(REQUEST, PHONE)
    expect(await t.store.acquire(other)).toEqual({ state: 'mismatch' })
  })

  storeTest('lets a released key be acquired again, by any body', async () => {
    await using t = await open()
    await t.store.acquire(REQUEST)
    await t.store.release(REQUEST)
    expect(await t.store.acquire({ ...REQUEST, fingerprint: 'f-2' })).toEqual({ state: 'acquired' })
  })

  storeTest('returns what the login code gave to the next request with the same body, and to no other', async () => {
    await using t = await open()
    const identity = { openid: 'o-1', unionid: 'u-1' }
    for (const key of ['k-1', 'k-2']) {
      await t.store.acquire(requestOf(key))
      await t.store.release(requestOf(key), identity)
    }
    expect(await t.store.acquire(requestOf('k-1'))).toEqual({ state: 'acquired', identity })
    expect(await t.store.acquire({ ...requestOf('k-2'), fingerprint: 'f-2' })).toEqual({ state: 'acquired' })
    await t.store.release(requestOf('k-1'), identity)
    expect(await t.store.acquire(requestOf('k-1'))).toEqual({ state: 'acquired', identity })
  })

  storeTest('never runs work for one key twice at the same time', async () => {
    await using t = await open()
    let finish: (answer: typeof HANDLED) => void = () => undefined
    await t.store.acquire(REQUEST)
    await t.store.save(REQUEST, PHONE)
    const first = t.store.withLock(REQUEST, LEASE, () => new Promise((resolve) => (finish = resolve)))
    expect(await t.store.withLock(requestOf('k-2'), LEASE, async () => HANDLED)).toEqual(HANDLED)
    expect(await t.store.withLock(REQUEST, LEASE, async () => HANDLED)).toBeUndefined()
    finish(HANDLED)
    expect(await first).toEqual(HANDLED)
    expect(await t.store.acquire(REQUEST)).toEqual({ state: 'answered', answer: HANDLED })
  })

  storeTest('does not run work again that has succeeded in the meantime', async () => {
    await using t = await open()
    await t.store.withLock(REQUEST, LEASE, async () => HANDLED)
    expect(await t.store.withLock(REQUEST, LEASE, async () => HANDLED)).toBeUndefined()
  })

  storeTest('unlocks a key whose work failed', async () => {
    await using t = await open()
    await expect(t.store.withLock(REQUEST, LEASE, () => Promise.reject(new Error('failed')))).rejects.toThrow('failed')
    expect(await t.store.withLock(REQUEST, LEASE, async () => HANDLED)).toEqual(HANDLED)
  })

  storeTest('unlocks a key whose work outlasts its lease', async () => {
    await using t = await open()
    const hanging = t.store.withLock(REQUEST, { durationMs: 300, workMs: 100 }, () => new Promise(() => undefined))
    const next = () => t.store.withLock(REQUEST, LEASE, async () => HANDLED)
    expect(await next()).toBeUndefined()
    await expect.poll(next).toEqual(HANDLED)
    void hanging
  })
})
