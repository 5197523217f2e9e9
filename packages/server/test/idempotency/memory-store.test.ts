import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, test, vi } from 'vitest'
import { MemoryStore } from '../../src/idempotency'
import { LEASE, PHONE, REJECTED, REQUEST, requestOf, UNKNOWN } from './open-store'

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

function measureHeap(): number {
  collectGarbage()
  return process.memoryUsage().heapUsed
}

const flat = (text: string): string => Buffer.from(text).toString('latin1')

/** A clock that only moves forward when it is told to. */
function createClock() {
  let time = 0
  return {
    now: () => time,
    advance: (ms: number) => {
      time += ms
    },
  }
}

describe('lifetimes', () => {
  test.each([
    ['a phone number', PHONE, 600_000],
    ['an unknown outcome', UNKNOWN, 600_000],
    ['a refusal', REJECTED, 60_000],
  ])('%s is kept that long', async (_, answer, lifetimeMs) => {
    const { now, advance } = createClock()
    const store = new MemoryStore({ now })
    await store.acquire(REQUEST)
    await store.save(REQUEST, answer)
    advance(lifetimeMs - 1)
    expect(await store.acquire(REQUEST)).toMatchObject({ state: 'answered' })
    advance(1)
    expect(await store.acquire(REQUEST)).toEqual({ state: 'acquired' })
  })

  test('do not depend on the wall clock', async () => {
    const wallClock = vi.spyOn(Date, 'now')
    const store = new MemoryStore()
    await store.save(REQUEST, PHONE)
    wallClock.mockReturnValue(0)
    expect(store.list()[0]?.lifetimeMs).toBeLessThanOrEqual(600_000)
    wallClock.mockReturnValue(Number.MAX_SAFE_INTEGER)
    expect(await store.acquire(REQUEST)).toMatchObject({ state: 'answered' })
    wallClock.mockRestore()
  })
})

describe('a store that is full', () => {
  const KIB = 1024
  const fill = async (store: MemoryStore, client: string, count: number) => {
    for (let nth = 0; nth < count; nth += 1) await store.acquire({ ...REQUEST, key: `${client}-${nth}`, client })
  }

  test('refuses newcomers and forgets nobody', async () => {
    const store = new MemoryStore({ maxBytes: 64 * KIB })
    await store.acquire(REQUEST)
    await store.save(REQUEST, PHONE)
    for (let nth = 0; nth < 200; nth += 1) await fill(store, `203.0.113.${nth}`, 1)
    expect(await store.acquire({ ...requestOf('new'), client: 'new' })).toEqual({ state: 'full', scope: 'store' })
    expect(await store.acquire(REQUEST)).toEqual({ state: 'answered', answer: PHONE })
    expect(store.usage.bytes).toBeLessThanOrEqual(64 * KIB)
  })

  test('refuses the one client that filled half of it, and serves the others', async () => {
    const store = new MemoryStore({ maxBytes: 64 * KIB })
    await fill(store, 'greedy', 200)
    expect(await store.acquire({ ...requestOf('new'), client: 'greedy' })).toEqual({ state: 'full', scope: 'client' })
    expect(await store.acquire({ ...requestOf('new'), client: 'other' })).toEqual({ state: 'acquired' })
  })

  test('finds room for the answer of every key it let in', async () => {
    const store = new MemoryStore({ maxBytes: 64 * KIB })
    const requests = Array.from({ length: 100 }, (_, nth) => ({ ...requestOf(`k-${nth}`), client: `c-${nth}` }))
    const states = await Promise.all(requests.map((request) => store.acquire(request)))
    const admitted = requests.filter((_, nth) => states[nth]?.state === 'acquired')
    for (const request of admitted) await store.save(request, PHONE)
    expect(admitted.length).toBeGreaterThan(40)
    for (const request of admitted) expect(await store.acquire(request)).toMatchObject({ state: 'answered' })
  })

  test('has room again once answers have expired, or keys were given back', async () => {
    const { now, advance } = createClock()
    const store = new MemoryStore({ now, maxBytes: 4 * KIB })
    const newcomer = { ...requestOf('new'), client: 'new' }
    for (const client of ['a', 'b', 'c', 'd']) await fill(store, client, 1)
    expect(await store.acquire(newcomer)).toMatchObject({ state: 'full' })
    await store.release({ ...REQUEST, key: 'a-0', client: 'a' })
    expect(await store.acquire(newcomer)).toEqual({ state: 'acquired' })
    advance(600_000)
    await store.acquire(REQUEST)
    expect(store.usage.bytes).toBeLessThan(2 * KIB)
  })

  test('a refusal takes half the room of a phone number', async () => {
    const store = new MemoryStore()
    await store.acquire(REQUEST)
    const claimed = store.usage.bytes
    await store.save(REQUEST, REJECTED)
    expect(store.usage.bytes).toBeLessThan(claimed * 0.6)
  })

  test('says so once when it is nearly full, and again after it was well below', async () => {
    const { now, advance } = createClock()
    const said: number[] = []
    const store = new MemoryStore({ now, maxBytes: 64 * KIB, onNearlyFull: ({ bytes }) => said.push(bytes) })
    const fillUp = async () => {
      for (let nth = 0; nth < 70; nth += 1) await fill(store, `c-${nth}`, 1)
    }
    await fillUp()
    expect(said).toHaveLength(1)
    expect(said[0]).toBeGreaterThanOrEqual(64 * KIB * 0.8)
    advance(600_000)
    await fillUp()
    expect(said).toHaveLength(2)
  })

  test('counts what it keeps truthfully: within a factor of two of the memory it takes', async () => {
    const before = measureHeap()
    const store = new MemoryStore()
    for (let nth = 0; nth < 20_000; nth += 1) {
      const request = { key: flat(`key-${nth}-${nth}`), fingerprint: flat(`f-${nth}`.repeat(5)), client: `c-${nth}` }
      await store.acquire(request)
      await store.save(request, structuredClone({ ...PHONE, exchangeId: flat(`${nth}`.repeat(6)) }))
    }
    const taken = measureHeap() - before
    expect(taken).toBeLessThan(store.usage.bytes * 1.3)
    expect(taken).toBeGreaterThan(store.usage.bytes / 2)
  })
})

test('a lease is not extended by the wall clock', async () => {
  const { now, advance } = createClock()
  const store = new MemoryStore({ now })
  void store.withLock(REQUEST, LEASE, () => new Promise(() => undefined))
  advance(LEASE.durationMs - 1)
  expect(await store.withLock(REQUEST, LEASE, async () => PHONE)).toBeUndefined()
  advance(1)
  expect(await store.withLock(REQUEST, LEASE, async () => PHONE)).toEqual(PHONE)
})
