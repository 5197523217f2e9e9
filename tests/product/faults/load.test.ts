import { afterAll, expect, test } from 'vitest'
import { EXHAUSTIVE, WITHOUT_REDIS } from '@uni-phone/test-support/services'
import { type Answer, buildServer, type Cluster, postUntilFinal, startCluster } from '@uni-phone/test-support/product'
import { inTurns } from '../in-turns'
import { type LoadedTap, startLoad } from './load'
import { LOAD_FAULTS } from './load-faults'
import { openProduct } from './product'

const built = buildServer()
afterAll(built.remove)

/** Enough for each to meet what the other did; more only take more of the CPU. */
const INSTANCES = 2
const WARM_UP_TAPS = 40
const REPLAYS_AT_ONCE = 24

const toText = ({ says, phoneNumber = '' }: Answer): string => `${says} ${phoneNumber}`

/** What a tap was told: the answers of both its requests, should it have gone out twice. */
function isConsistent({ tap, answers }: LoadedTap): boolean {
  const same = new Set(answers.map(toText)).size === 1
  return same && answers.every(({ status, phoneNumber }) => status !== 200 || phoneNumber === tap.phoneNumber)
}

/** The same tap once more, under the same key, at another instance. */
async function replay({ servers }: Cluster, { tap, home }: LoadedTap): Promise<Answer> {
  const alive = servers.filter((server) => server.isAlive())
  return postUntilFinal(() => alive[(home + 1) % alive.length]?.url ?? '', tap)
}

/** Whoever asks again gets what the first got, and WeChat hears nothing of it. */
async function expectReplays(cluster: Cluster, taps: readonly LoadedTap[]): Promise<void> {
  const before = cluster.seen()
  const replays = await inTurns(taps.length, REPLAYS_AT_ONCE, async (nth) => {
    const loaded = taps[nth]
    return loaded && [loaded.answers[0], await replay(cluster, loaded)].map((answer) => answer && toText(answer))
  })
  expect(replays.filter((told) => told?.[0] !== told?.[1])).toEqual([])
  expect(cluster.seen()).toEqual(before)
}

async function expectAllWork({ servers, newTap }: Cluster): Promise<void> {
  for (const server of servers.filter(({ isAlive }) => isAlive())) {
    const tap = newTap()
    expect((await postUntilFinal(() => server.url, tap)).phoneNumber).toBe(tap.phoneNumber)
  }
}

for (const row of LOAD_FAULTS)
  test.skipIf(WITHOUT_REDIS || (row.always !== true && !EXHAUSTIVE))(row.name, async () => {
    const { during, answers = [], sent = 1, tokens = 4, sticky, before, env } = row
    await using cluster = await startCluster({ built, instances: INSTANCES, ...(env === undefined ? {} : { env }) })
    await before?.(cluster)
    const load = startLoad({ cluster, sticky: sticky === true })
    await load.taps(WARM_UP_TAPS)
    await during(cluster, load)
    load.stop()
    const taps = await load.answers()
    const told = new Set(taps.flatMap((loaded) => loaded.answers.map(({ says }) => says)))
    expect([...told].sort()).toEqual(['200', ...answers].sort())
    expect(taps.filter((loaded) => !isConsistent(loaded))).toEqual([])
    expect(Math.max(...taps.map(({ tap }) => cluster.wire.sent(tap.code)))).toBeLessThanOrEqual(sent)
    expect(cluster.seen().token).toBeLessThanOrEqual(tokens)
    cluster.emulator.clearFaults()
    await expectReplays(cluster, taps)
    await expectAllWork(cluster)
  })

const STEP_MS = 150_000
const STEPS = 150

test('load: three tokens expire while users tap, and none of them notices', async () => {
  await using product = await openProduct({})
  for (let step = 0; step < STEPS; step += 1) {
    product.emulator.advance(STEP_MS)
    await product.moveOurClock(STEP_MS)
    expect(await Promise.all([product.exchange(), product.exchange(), product.exchange()])).toEqual([true, true, true])
  }
  expect(product.seen()).toMatchObject({ token: 4, phone: 3 * STEPS })
})
