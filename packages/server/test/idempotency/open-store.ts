import { startRedis, WITHOUT_REDIS } from '@uni-phone/test-support/services'
import { recordLog } from '@uni-phone/test-support/product'
import { expect } from 'vitest'
import { type IdempotencyStore, MemoryStore, type PhoneAnswer, RedisStore } from '../../src/idempotency'
import { createSealer, RedisConnection, type RedisFailure } from '../../src/redis'

export const ACCOUNT = { appId: 'wx0000000000000000', appSecret: '0123456789abcdef0123456789abcdef' }
export const LEASE = { durationMs: 20_000, workMs: 5_000 }
export const REQUEST = { key: 'k-1', fingerprint: 'f-1', client: '203.0.113.1' }
export const requestOf = (key: string) => ({ ...REQUEST, key })

const phone = {
  phoneNumber: '13800138000',
  purePhoneNumber: '13800138000',
  countryCode: '86',
  authorizedAt: '2026-11-22T06:00:00.000Z',
}
export const PHONE: PhoneAnswer = { outcome: 'phone', exchangeId: 'e-1', openid: 'o-1', phone }
export const HANDLED: PhoneAnswer = { ...PHONE, handled: { data: { token: 't' } } }
export const REJECTED = { outcome: 'problem', code: 'code_rejected' } as const
export const UNKNOWN = { outcome: 'problem', code: 'outcome_unknown' } as const

/** One instance's store in a Redis: its connection, log and memory. */
async function openInstance(url: string, account = ACCOUNT) {
  const { log, lines } = recordLog()
  const failures: RedisFailure[] = []
  const connection = new RedisConnection({ url, log, onFailure: (failure) => failures.push(failure) })
  await expect.poll(() => connection.isReady()).toBe(true)
  const memory = new MemoryStore()
  const store = new RedisStore({ connection, sealer: createSealer(account), memory, settleMs: 200 })
  return {
    connection,
    lines,
    failures,
    memory,
    store,
    isReady: () => connection.isReady(),
    /** What the log says of Redis, in turn: there, away. */
    states: () => lines.flatMap((line) => /Redis is (\w+)/.exec(line)?.[1] ?? []),
  }
}

type Instance = Awaited<ReturnType<typeof openInstance>>

/** A Redis of its own, and any number of instances. */
export async function openRedis() {
  const redis = await startRedis()
  const instances: Instance[] = []
  const open = async (account = ACCOUNT, url = redis.url) => {
    const instance = await openInstance(url, account)
    instances.push(instance)
    await expect
      .poll(() => instance.store.acquire(requestOf(`settled-${instances.length}`)))
      .toMatchObject({ state: 'acquired' })
    return instance
  }
  return {
    redis,
    open,
    async [Symbol.asyncDispose]() {
      for (const { connection } of instances) connection.close()
      await redis.stop()
    },
  }
}

export interface OpenStore extends AsyncDisposable {
  readonly store: IdempotencyStore
}

async function openMemory(): Promise<OpenStore> {
  return { store: new MemoryStore(), [Symbol.asyncDispose]: async () => undefined }
}

async function openRedisStore(): Promise<OpenStore> {
  const t = await openRedis()
  const { store } = await t.open()
  return { store, [Symbol.asyncDispose]: () => t[Symbol.asyncDispose]() }
}

/** Every kind of store, how to open one, and whether what it needs is missing here. */
export const STORES: [string, () => Promise<OpenStore>, boolean][] = [
  ['memory', openMemory, false],
  ['Redis', openRedisStore, WITHOUT_REDIS],
]
