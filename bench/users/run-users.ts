/** A thousand users over several instances, a Redis, and a WeChat that takes its time: what production looks like. */
import { writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { startRedis } from '@uni-phone/test-support/services'
import { askWorker, startBareServer, startFakeWeChat, watchMemory } from '../harness'
import { startInstanceGroup, type InstanceGroup } from './instance-group'
import type { TapLoad, TapResult } from './tap-worker'

const TAPS = Number(process.env.BENCH_TAPS ?? 20_000)
const USERS = 1_000
const DELAY_MS = 30
const PATH = '/wxa/business/getuserphonenumber'
const BEFORE_RESTART_MS = 2_000

interface Phase extends TapResult {
  /** How many calls for a number WeChat has seen. */
  readonly calls: number
  readonly memoryMb: readonly number[]
}

const emulator = await startFakeWeChat()

async function countCalls(): Promise<number> {
  return (await emulator.ask<Record<string, number>>({ order: 'calls' }))[PATH] ?? 0
}

interface PhaseOptions {
  readonly urls: readonly string[]
  readonly pids: () => readonly (number | undefined)[]
  /** Every hundredth reply of WeChat goes wrong. */
  readonly storms?: boolean
  readonly during?: () => Promise<void>
}

async function run({ urls, pids, storms = false, during = async () => undefined }: PhaseOptions): Promise<Phase> {
  await emulator.ask({ order: 'weather', delayMs: DELAY_MS, storms, requests: TAPS * 1.2 })
  const before = await countCalls()
  const codes = await emulator.makeCodes(TAPS)
  const memory = watchMemory(pids)
  const [result] = await Promise.all([
    askWorker<TapResult>('users/tap-worker.ts', [], { codes, urls, users: USERS } satisfies TapLoad),
    during(),
  ])
  await emulator.ask({ order: 'calm' })
  return { ...result, calls: (await countCalls()) - before, memoryMb: memory.end() }
}

async function runBare(): Promise<Phase> {
  const bare = await startBareServer(emulator)
  const phase = await run({ urls: [bare.url], pids: () => [bare.pid] })
  await bare.stop()
  return phase
}

async function withGroup<T>(count: number, redisUrl: string | undefined, work: (group: InstanceGroup) => Promise<T>) {
  const group = await startInstanceGroup({ count, wechatUrl: emulator.url, redisUrl })
  try {
    return await work(group)
  } finally {
    await group.stop()
  }
}

async function restart(group: InstanceGroup): Promise<void> {
  await sleep(BEFORE_RESTART_MS)
  await group.restartInTurn()
}

const redis = await startRedis()
const phases: Record<string, Phase> = {
  'bare Hono handler': await runBare(),
  'one instance': await withGroup(1, undefined, run),
  'four instances, Redis': await withGroup(4, redis.url, run),
  'the same, 1 % faults': await withGroup(4, redis.url, (group) => run({ ...group, storms: true })),
  'the same, each restarted in turn': await withGroup(4, redis.url, (group) =>
    run({ ...group, during: () => restart(group) }),
  ),
}
await Promise.all([redis.stop(), emulator.stop()])

const sum = (counts: Record<string, number>): number => Object.values(counts).reduce((all, each) => all + each, 0)
const toText = (counts: Record<string, number>): string =>
  Object.entries(counts)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ')

function toRow({ perSecond, p50Ms, p95Ms, p99Ms, maxMs, memoryMb }: Phase) {
  const times = { 'taps/s': perSecond, p50Ms, p95Ms, p99Ms, maxMs }
  const rounded = Object.fromEntries(Object.entries(times).map(([name, value]) => [name, Math.round(value)]))
  return { ...rounded, 'first MB': memoryMb[0], 'most MB': Math.max(...memoryMb), 'last MB': memoryMb.at(-1) }
}

process.stdout.write(`\n${TAPS} taps of ${USERS} users at once; WeChat takes ${DELAY_MS} ms\n`)
console.table(Object.fromEntries(Object.entries(phases).map(([name, phase]) => [name, toRow(phase)])))
for (const [name, { ends, answers, calls, memoryMb }] of Object.entries(phases))
  process.stdout.write(
    `${name}\n  ended as: ${toText(ends)}\n  answers:  ${toText(answers)}\n  calls for a number: ${calls} for ${sum(ends)} codes; refused as used: ${ends.code_rejected ?? 0}\n  MB each half second: ${memoryMb.join(' ')}\n`,
  )
writeFileSync('bench/load-results.json', `${JSON.stringify({ node: process.version, TAPS, USERS, phases }, null, 2)}\n`)
