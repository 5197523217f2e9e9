/** Each part of the product beside the least that does the same. Compare ratios: the figures are those of one machine. */
import { writeFileSync } from 'node:fs'
import process from 'node:process'
import { type FakeWeChat, startFakeWeChat } from '../harness'
import { benchClients } from './clients'
import { benchEmulator } from './emulator'
import { benchServers } from './servers'
import { benchSessions } from './sessions'
import { benchStart } from './start-up'

type Rows = Record<string, object>

interface Part {
  readonly measure: (wechat: FakeWeChat) => Promise<Rows>
  /** Name of the ratio, the figure, the row, the row it is compared with. */
  readonly ratios: readonly (readonly [name: string, figure: string, row: string, beside: string])[]
}

const PARTS: Readonly<Record<string, Part>> = {
  servers: {
    measure: benchServers,
    ratios: [
      ['CPU of an exchange, at most 1.35', 'cpuMicrosEach', 'uni-phone server', 'bare Hono handler'],
      ['the same, log off', 'cpuMicrosEach', 'the same, log off', 'bare Hono handler'],
      ['the same, with Redis', 'cpuMicrosEach', 'the same, with Redis', 'bare Hono handler'],
      ['throughput, at least 0.8', 'perSecond', 'uni-phone server', 'bare Hono handler'],
    ],
  },
  sessions: {
    measure: benchSessions,
    ratios: [
      ['CPU of a session check, SQLite, at most 1.5', 'cpuMicrosEach', 'session check, SQLite', 'bare check, SQLite'],
      ['the same, PostgreSQL', 'cpuMicrosEach', 'session check, PostgreSQL', 'bare check, PostgreSQL'],
    ],
  },
  clients: {
    measure: benchClients,
    ratios: [
      ['CPU of an exchange, at most 1.1', 'cpuMicrosEach', '@uni-phone/wechat', 'bare node:http'],
      ['beside co-wechat-api, below 1', 'cpuMicrosEach', '@uni-phone/wechat', 'co-wechat-api'],
    ],
  },
  emulator: {
    measure: benchEmulator,
    ratios: [
      ['CPU of an exchange', 'cpuMicrosEach', 'emulator', 'bare Hono route'],
      ['throughput, at least 0.95', 'perSecond', 'emulator', 'bare Hono route'],
    ],
  },
  start: {
    measure: benchStart,
    ratios: [
      ['time to the first 200, at most 2.2', 'firstAnswerMs', 'uni-phone server', 'bare node:http'],
      ['CPU time to the first 200', 'cpuMs', 'uni-phone server', 'bare node:http'],
      ['CPU time of the emulator to the first 200', 'cpuMs', 'emulator', 'bare Hono route'],
    ],
  },
}

export const RATIOS = Object.keys(PARTS)

const rounded = (value: number): number => Math.round(value * 100) / 100

const roundAll = (row: object): object =>
  Object.fromEntries(Object.entries(row).map(([name, value]) => [name, rounded(Number(value))]))

const valueOf = (rows: Rows, row: string, figure: string): number =>
  Number((rows[row] as Record<string, number> | undefined)?.[figure])

/** Measures the named parts, prints their figures and ratios, and keeps both in `bench/results.json`. */
export async function runRatios(names: readonly string[]): Promise<void> {
  const results: Record<string, object> = {}
  const wechat = await startFakeWeChat()
  for (const name of names) {
    const part = PARTS[name]
    if (part === undefined) continue
    const rows = await part.measure(wechat)
    const ratios = Object.fromEntries(
      part.ratios.map(([title, figure, row, beside]) => [
        title,
        rounded(valueOf(rows, row, figure) / valueOf(rows, beside, figure)),
      ]),
    )
    process.stdout.write(`\n${name}\n`)
    console.table(Object.fromEntries(Object.entries(rows).map(([row, figures]) => [row, roundAll(figures)])))
    console.table(ratios)
    results[name] = { rows, ratios }
  }
  await wechat.stop()
  writeFileSync('bench/results.json', `${JSON.stringify({ node: process.version, ...results }, null, 2)}\n`)
}
