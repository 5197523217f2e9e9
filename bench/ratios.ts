/** Side by side in one run, rounds interleaved. Ratios count; the figures themselves are this machine's. */
import { writeFileSync } from 'node:fs'
import { bareToken } from './bare-token'
import { askWorker, startEmulatorProcess, startProgram } from './child'
import { EXCHANGE_CLIENTS, type ExchangeClientName } from './exchange-clients'
import type { LoadResult } from './load'
import { measureBareStart, measureServerStart } from './start-up'

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5)
const WARM_UP = 1_000
const EXCHANGES = 10_000
const READY = /ready on (http:\/\/\S+?)[",\s]/

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

/** Runs every measurement once a round, and takes the median of each figure. */
async function interleave<N extends string, R extends object>(measurements: Record<N, () => Promise<R>>) {
  const names = Object.keys(measurements) as N[]
  const rounds = new Map<N, R[]>(names.map((name) => [name, []]))
  for (let round = 0; round < ROUNDS; round += 1)
    for (const name of names) rounds.get(name)?.push(await measurements[name]())
  const medianOf = (results: R[]): R =>
    Object.fromEntries(
      Object.keys(results[0] ?? {}).map((key) => [
        key,
        median(results.map((result) => Number(result[key as keyof R]))),
      ]),
    ) as R
  return Object.fromEntries(names.map((name) => [name, medianOf(rounds.get(name) ?? [])])) as Record<N, R>
}

const emulator = await startEmulatorProcess()

/** Has a worker make exchanges with fresh codes. */
async function measure(file: string, args: readonly string[]): Promise<LoadResult> {
  return askWorker<LoadResult>(file, args, await emulator.makeCodes(WARM_UP + EXCHANGES))
}

async function benchClients() {
  const names = Object.keys(EXCHANGE_CLIENTS) as ExchangeClientName[]
  const entries = names.map((name) => [name, () => measure('client-worker.ts', [name, emulator.url])] as const)
  return interleave(Object.fromEntries(entries) as Record<ExchangeClientName, () => Promise<LoadResult>>)
}

async function benchServers() {
  const env = { PORT: '0', HOST: '127.0.0.1', WECHAT_API_BASE_URL: emulator.url, RATE_LIMIT_PER_MINUTE: '100000000' }
  const server = await startProgram(['apps/server/dist/main.mjs'], /"port":(\d+)/, env)
  const bare = await startProgram(
    ['--import', 'tsx', 'bench/bare-server.ts', emulator.url, await bareToken(emulator.url)],
    READY,
  )
  const results = await interleave({
    'bare Hono handler': () => measure('server-worker.ts', [bare.found]),
    'uni-phone server': () => measure('server-worker.ts', [`http://127.0.0.1:${server.found}`]),
  })
  await Promise.all([server.stop(), bare.stop()])
  return results
}

const round = (value: number): number => Math.round(value * 100) / 100

function print(title: string, rows: Record<string, object>): void {
  process.stdout.write(`\n${title}\n`)
  console.table(
    Object.fromEntries(
      Object.entries(rows).map(([name, row]) => [
        name,
        Object.fromEntries(Object.entries(row).map(([key, value]) => [key, round(Number(value))])),
      ]),
    ),
  )
}

const startUp = await interleave({ 'bare node:http': measureBareStart, 'uni-phone server': measureServerStart })
const clients = await benchClients()
const servers = await benchServers()
await emulator.stop()

const ratios = {
  'client CPU per exchange / bare node:http (at most 1.1)':
    clients['@uni-phone/wechat'].cpuMicrosEach / clients['bare node:http'].cpuMicrosEach,
  'client CPU per exchange / co-wechat-api (below 1)':
    clients['@uni-phone/wechat'].cpuMicrosEach / clients['co-wechat-api'].cpuMicrosEach,
  'server throughput / bare Hono handler (at least 0.8)':
    servers['uni-phone server'].perSecond / servers['bare Hono handler'].perSecond,
  'start to first 200 / bare node:http (at most 2.2)':
    startUp['uni-phone server'].firstAnswerMs / startUp['bare node:http'].firstAnswerMs,
}

print('Start', startUp)
print(`Clients, ${EXCHANGES} exchanges, 64 at a time`, clients)
print(`Servers, ${EXCHANGES} exchanges, 64 at a time`, servers)
print('Ratios', Object.fromEntries(Object.entries(ratios).map(([name, ratio]) => [name, { ratio }])))
writeFileSync(
  'bench/results.json',
  `${JSON.stringify({ node: process.version, startUp, clients, servers, ratios }, null, 2)}\n`,
)
