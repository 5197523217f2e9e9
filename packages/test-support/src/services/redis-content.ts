import { Redis } from 'ioredis'

async function keysOf(redis: Redis): Promise<string[]> {
  const keys: string[] = []
  let cursor = '0'
  do {
    const [next, found] = await redis.scan(cursor, 'COUNT', 1000)
    keys.push(...found)
    cursor = next
  } while (cursor !== '0')
  return keys
}

async function withRedis<T>(url: string, work: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis(url)
  try {
    return await work(redis)
  } finally {
    redis.disconnect()
  }
}

/** All that someone reads who gets hold of a Redis: keys, values and their dumps. */
export function readAll(url: string): Promise<string> {
  return withRedis(url, async (redis) => {
    const parts = (await keysOf(redis)).map(async (key) => {
      const [type, dump] = await Promise.all([redis.type(key), redis.dumpBuffer(key)])
      const value = type === 'string' ? await redis.get(key) : ''
      return [key, value, dump.toString('latin1')].join('\n')
    })
    return (await Promise.all(parts)).join('\n')
  })
}

/** How many claims and answers there are. */
export function countAnswers(url: string): Promise<number> {
  return withRedis(url, async (redis) => {
    const keys = await keysOf(redis)
    return keys.filter((key) => key.startsWith('uni-phone:exchange:')).length
  })
}

const ANSWER_LIFETIME_MS = 600_000
const ORPHANED_MS = 20_001
/** A record is the mark of its body, then how far along it is. */
const [CLAIMED_AT, CLAIMED] = [22, '1']

/** Makes every claim that has no answer yet twenty seconds old. */
export function ageClaims(url: string): Promise<number> {
  return withRedis(url, async (redis) => {
    const keys = (await keysOf(redis)).filter((key) => key.startsWith('uni-phone:exchange:'))
    const values = await Promise.all(keys.map((key) => redis.get(key)))
    const open = keys.filter((_, place) => values[place]?.slice(CLAIMED_AT) === CLAIMED)
    await Promise.all(open.map((key) => redis.pexpire(key, ANSWER_LIFETIME_MS - ORPHANED_MS)))
    return open.length
  })
}

/** Sends commands to a Redis as its administrator would. */
export async function administer(url: string, ...commands: [string, ...string[]][]): Promise<void> {
  const client = new Redis(url)
  for (const [name, ...parts] of commands) await client.call(name, ...parts)
  client.disconnect()
}
