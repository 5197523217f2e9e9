import { parseArgs } from 'node:util'
import type { WeatherName } from '../faults/index'
import type { RecorderOptions } from '../recording/index'
import type { StartOptions } from '../start'
import { WORLD_FILE } from './world-file'

const DEFAULT_PORT = 8788

export const HELP = `wechat-emulator: WeChat's mini program server API on this computer

  wechat-emulator [flags]      start it
  wechat-emulator init [file]  write an example world (${WORLD_FILE})
  wechat-emulator record       pass requests on to WeChat, and record them with nothing secret
  wechat-emulator verify file  compare a recording with the emulator, rule by rule

  --port <number>    port to listen on, 0 for any free one (EMULATOR_PORT, or ${DEFAULT_PORT})
  --host <address>   address to listen on (127.0.0.1)
  --allow-remote     allow a --host that other computers can reach
  --allow-host <name>
                     further name under which the control API may be called,
                     that of a container for example (may be repeated)
  --appid <AppID>    AppID to answer to (wx0000000000000000)
  --secret <secret>  AppSecret of that AppID (0123456789abcdef0123456789abcdef)
                     for several accounts, repeat --appid and --secret in pairs
  --seed <text>      make the same codes, tokens and ids in each run
  --world <file>     apps, users, quotas, quirks and faults to start with
                     (${WORLD_FILE} in this folder, if there is one)
  --weather <name>   calm, busy-evening or outage: faults by probability, and latencies
  --state <file>     load the state from this file, and write it there when stopped
  --upstream <URL>   record: where to pass requests on to (https://api.weixin.qq.com)
  --file <file>      record: file to write, which must not exist (wechat.recording.jsonl)
  --help             show this text

Prints one line when it is ready: wechat-emulator ready on http://127.0.0.1:${DEFAULT_PORT}
Exit codes: 0 stopped by a signal, or no difference; 1 could not run, or a difference; 2 wrong usage.
`

const FLAGS = {
  port: { type: 'string' },
  host: { type: 'string' },
  'allow-remote': { type: 'boolean' },
  'allow-host': { type: 'string', multiple: true },
  appid: { type: 'string', multiple: true },
  secret: { type: 'string', multiple: true },
  seed: { type: 'string' },
  world: { type: 'string' },
  weather: { type: 'string' },
  state: { type: 'string' },
  upstream: { type: 'string' },
  file: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const

type Values = ReturnType<typeof parseArgs<{ options: typeof FLAGS }>>['values']

export type Command =
  | { readonly name: 'help' }
  | { readonly name: 'mistake'; readonly message: string }
  | { readonly name: 'init'; readonly file: string }
  | { readonly name: 'verify'; readonly file: string }
  | { readonly name: 'record'; readonly options: RecorderOptions }
  | { readonly name: 'start'; readonly options: StartOptions; readonly worldFile: string | undefined }

function mistake(message: string): Command {
  return { name: 'mistake', message }
}

/** Pairs AppIDs with secrets; a single account may leave one of the two out. */
function readAccounts([appId, ...appids]: string[], [appSecret, ...secrets]: string[]) {
  if (appids.length !== secrets.length) return undefined
  return { appId, appSecret, accounts: appids.map((appid, index) => ({ appid, secret: secrets[index] ?? '' })) }
}

function readPort(value: string | number): number | undefined {
  const port = /^\d{1,5}$/.test(String(value)) ? Number(value) : NaN
  return port <= 65_535 ? port : undefined
}

const BAD_PORT = '--port and EMULATOR_PORT take a number from 0 to 65535'

function readRecord(values: Values, environment: Record<string, string | undefined>): Command {
  const { upstream = 'https://api.weixin.qq.com', file = 'wechat.recording.jsonl' } = values
  const port = readPort(values.port ?? (environment.EMULATOR_PORT || DEFAULT_PORT))
  if (port === undefined) return mistake(BAD_PORT)
  if (!/^https?:\/\/[^\s/]+$/.test(upstream))
    return mistake('--upstream takes an origin, such as https://api.weixin.qq.com')
  return { name: 'record', options: { upstream, file, port } }
}

function readStart(values: Values, environment: Record<string, string | undefined>): Command {
  const { host, seed, world, state } = values
  const weather = values.weather as WeatherName | undefined
  const port = readPort(values.port ?? (environment.EMULATOR_PORT || DEFAULT_PORT))
  if (port === undefined) return mistake(BAD_PORT)
  const accounts = readAccounts(values.appid ?? [], values.secret ?? [])
  if (accounts === undefined) return mistake('each --appid needs its --secret')
  const reach = { port, host, allowRemote: values['allow-remote'], allowedHosts: values['allow-host'] }
  return { name: 'start', options: { ...reach, ...accounts, seed, weather, stateFile: state }, worldFile: world }
}

/** Reads the command line. A message about a mistake never repeats a value, which could be the secret. */
export function readCommandLine(args: string[], environment: Record<string, string | undefined>): Command {
  try {
    const { values, positionals } = parseArgs({ args, options: FLAGS, allowPositionals: true })
    const [name, file, ...more] = positionals
    if (values.help) return { name: 'help' }
    if (name === undefined) return readStart(values, environment)
    if (name === 'verify' && file !== undefined && more.length === 0) return { name, file }
    if (name === 'record' && file === undefined) return readRecord(values, environment)
    if (name === 'init' && more.length === 0) return { name, file: file ?? WORLD_FILE }
    return mistake('there is no such command: --help lists the commands and flags')
  } catch (error) {
    // Node's message names the flag and no value
    return mistake(`${(error as Error).message.split('.')[0] ?? ''}: --help lists the flags`)
  }
}
