import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { SANDBOX_APP_ID, SANDBOX_APP_SECRET } from '../src/index'
import { measureRate } from './load'

const ROUNDS = 7
const EXCHANGES = 10_000
const PATH = '/wxa/business/getuserphonenumber'

interface Told {
  codes: string[]
  cpu: NodeJS.CpuUsage
}

interface Measured {
  perSecond: number
  cpuMicros: number
}

async function start(file: string) {
  const child = fork(fileURLToPath(new URL(file, import.meta.url)), { execArgv: ['--import', 'tsx'] })
  const [url] = (await once(child, 'message')) as [string]
  return { child, url }
}

async function ask(child: ChildProcess, count: number): Promise<Told> {
  child.send(count)
  const [told] = (await once(child, 'message')) as [Told]
  return told
}

async function fetchToken(url: string): Promise<string> {
  const account = { grant_type: 'client_credential', appid: SANDBOX_APP_ID, secret: SANDBOX_APP_SECRET }
  const reply = await fetch(`${url}/cgi-bin/stable_token`, { method: 'POST', body: JSON.stringify(account) })
  return ((await reply.json()) as { access_token: string }).access_token
}

async function measure(
  { child, url }: Awaited<ReturnType<typeof start>>,
  path: string,
  codes: string[],
): Promise<Measured> {
  const before = await ask(child, 0)
  const bodies = codes.map((code) => JSON.stringify({ code }))
  const perSecond = await measureRate(url, path, bodies)
  const { cpu } = await ask(child, 0)
  const spent = cpu.user + cpu.system - before.cpu.user - before.cpu.system
  return { perSecond, cpuMicros: spent / codes.length }
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

const [emulator, bare] = [await start('./emulator.ts'), await start('./bare-hono.ts')]
const path = `${PATH}?access_token=${await fetchToken(emulator.url)}`
const rounds: { own: Measured; other: Measured }[] = []
for (let round = 0; round <= ROUNDS; round += 1) {
  const { codes } = await ask(emulator.child, EXCHANGES)
  const own = await measure(emulator, path, codes)
  const other = await measure(bare, path, codes)
  // the first one warms up
  if (round > 0) rounds.push({ own, other })
}
for (const { child } of [emulator, bare]) child.kill()

const rate = (pick: (round: (typeof rounds)[number]) => number) => median(rounds.map(pick))
const line = (name: string, perSecond: number, cpuMicros: number) =>
  `${name.padEnd(18)}${perSecond.toFixed(0).padStart(6)}/s${cpuMicros.toFixed(1).padStart(8)} µs CPU each\n`
process.stdout.write(
  `${
    line(
      'emulator',
      rate(({ own }) => own.perSecond),
      rate(({ own }) => own.cpuMicros),
    ) +
    line(
      'bare Hono route',
      rate(({ other }) => other.perSecond),
      rate(({ other }) => other.cpuMicros),
    )
  }emulator to route: rate ${rate(({ own, other }) => own.perSecond / other.perSecond).toFixed(2)}, ` +
    `CPU ${rate(({ own, other }) => own.cpuMicros / other.cpuMicros).toFixed(2)} (medians of ${ROUNDS} rounds)\n`,
)
