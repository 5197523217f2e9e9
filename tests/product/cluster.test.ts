import { afterAll, expect, test } from 'vitest'
import { EXHAUSTIVE, WITHOUT_REDIS } from '@uni-phone/test-support/services'
import {
  type Answer,
  buildServer,
  type Cluster,
  post,
  postUntilFinal,
  startCluster,
  supersedeToken,
} from '@uni-phone/test-support/product'
import { inTurns } from './in-turns'

const built = buildServer()
afterAll(built.remove)

const clusterTest = (name: string, work: () => Promise<void>): void => {
  test.skipIf(WITHOUT_REDIS)(name, work)
}
const many = <T>(count: number, work: (nth: number) => T): T[] => Array.from({ length: count }, (_, nth) => work(nth))

/** A user of a bad network: the tap goes out once, twice at once, or is given up half-way and made again. */
async function tapInTheSubway(t: Cluster, nth: number): Promise<boolean> {
  const tap = t.newTap()
  const heard: Answer[] = []
  const listen = (): Promise<Answer> => postUntilFinal(t.nextUrl, tap, (answer) => heard.push(answer))
  if (nth % 5 === 0) await post(t.nextUrl(), tap, AbortSignal.timeout(nth % 20)).catch(() => undefined)
  const answers = await Promise.all(many(nth % 4 === 0 ? 3 : 1, listen))
  if (nth % 3 === 0) answers.push(await listen())
  for (const { status, text } of heard) if (status !== 200) t.told(text)
  const texts = new Set(answers.map(({ text }) => text))
  return texts.size === 1 && answers[0]?.phoneNumber === tap.phoneNumber && t.wire.sent(tap.code) === 1
}

const EXCHANGES = EXHAUSTIVE ? 1000 : 250

clusterTest('exchanges with duplicates and retries over four instances: each code is sent once', async () => {
  await using t = await startCluster({ built })
  const results = await inTurns(EXCHANGES, 50, (nth) => tapInTheSubway(t, nth))
  expect(results.filter(Boolean)).toHaveLength(EXCHANGES)
  expect(t.seen()).toMatchObject({ token: 4, phone: EXCHANGES })
})

clusterTest('one code, twenty times at once under one key, over four instances: one call to WeChat', async () => {
  await using t = await startCluster({ built })
  const tap = t.newTap()
  const answers = await Promise.all(many(20, () => post(t.nextUrl(), tap)))
  expect(new Set(answers.map(({ text }) => text)).size).toBe(1)
  expect(answers.map(({ phoneNumber }) => phoneNumber)).toEqual(many(20, () => tap.phoneNumber))
  expect(t.seen().phone).toBe(1)
})

clusterTest('500 at once on a cold process: one token fetch, 500 of 500', async () => {
  await using t = await startCluster({ built, instances: 1 })
  const taps = many(500, () => t.newTap())
  const answers = await Promise.all(taps.map((tap) => post(t.nextUrl(), tap)))
  expect(answers.map(({ phoneNumber }) => phoneNumber)).toEqual(taps.map(({ phoneNumber }) => phoneNumber))
  expect(t.seen()).toMatchObject({ token: 1, phone: 500 })
})

clusterTest('100 at once with a superseded token: one token fetch, 100 of 100', async () => {
  await using t = await startCluster({ built, instances: 1 })
  await post(t.nextUrl(), t.newTap())
  await supersedeToken(t)
  const before = t.seen().token
  const taps = many(100, () => t.newTap())
  const answers = await Promise.all(taps.map((tap) => post(t.nextUrl(), tap)))
  expect(answers.map(({ phoneNumber }) => phoneNumber)).toEqual(taps.map(({ phoneNumber }) => phoneNumber))
  expect(t.seen().token - before).toBe(1)
})
