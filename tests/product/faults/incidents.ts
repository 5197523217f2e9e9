import { expect } from 'vitest'
import { type Cluster, post, WECHAT_PATHS } from '@uni-phone/test-support/product'
import { ageClaims, countAnswers } from '@uni-phone/test-support/services'
import type { Load } from './load'

export const MINUTE_MS = 60_000
export const POLL = { interval: 2, timeout: 60_000 }

/** WeChat does its work at once and answers late: whatever ends in between ends at the worst moment. */
export async function answerLate({ emulator }: Cluster): Promise<void> {
  emulator.addFault({ path: WECHAT_PATHS.phone, times: 1_000_000, fault: { delayMs: 150 } })
}

/** Every instance has a token, and at WeChat it is about to expire. */
export async function letTokensAge({ servers, newTap, emulator }: Cluster): Promise<void> {
  await Promise.all(servers.map(({ url }) => post(url, newTap())))
  emulator.advance(115 * MINUTE_MS)
}

/** Whoever ends now leaves exchanges that WeChat has done and not answered. */
export async function endWhileAsked({ servers }: Cluster, load: Load, signal: NodeJS.Signals): Promise<unknown> {
  await expect.poll(() => load.asking(0), POLL).toBeGreaterThan(2)
  servers[0]?.kill(signal)
  return servers[0]?.exit
}

/** What the dead left behind is settled when it is twenty seconds old. */
export async function passTwentySeconds({ redis }: Cluster, load: Load): Promise<void> {
  load.stop()
  await expect.poll(() => ageClaims(redis.url), { ...POLL, interval: 200 }).toBe(0)
}

/** Whether the last that an instance had to say of Redis was good, after it had been bad. */
function hasRedisBack(output: string): boolean {
  const away = output.lastIndexOf('Redis is away')
  return away >= 0 && output.lastIndexOf('Redis is there') > away
}

/** Every instance has noticed that Redis is back, and told it what it knows. */
export async function expectRedisIsBack({ servers, redis }: Cluster, load: Load): Promise<void> {
  const backAgain = () => servers.filter(({ output }) => hasRedisBack(output()))
  await expect.poll(backAgain, POLL).toHaveLength(servers.length)
  load.stop()
  const taps = await load.answers()
  await expect.poll(() => countAnswers(redis.url), POLL).toBe(taps.length)
}
