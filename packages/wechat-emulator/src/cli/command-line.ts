import { parseArgs } from 'node:util'
import type { StartOptions } from '../start'

export const DEFAULT_PORT = 8788

export const HELP = `wechat-emulator: WeChat's mini program server API on this computer

  --port <number>    port to listen on, 0 for any free one (EMULATOR_PORT, or ${DEFAULT_PORT})
  --host <address>   address to listen on (127.0.0.1)
  --allow-remote     allow a --host that other computers can reach
  --appid <AppID>    AppID to answer to (wx0000000000000000)
  --secret <secret>  AppSecret of that AppID (0123456789abcdef0123456789abcdef)
                     for several accounts, repeat --appid and --secret in pairs
  --seed <text>      make the same codes, tokens and ids in each run
  --help             show this text

Prints one line when it is ready: wechat-emulator ready on http://127.0.0.1:${DEFAULT_PORT}
Exit codes: 0 stopped by a signal, 1 could not run, 2 wrong usage.
`

const FLAGS = {
  port: { type: 'string' },
  host: { type: 'string' },
  'allow-remote': { type: 'boolean' },
  appid: { type: 'string', multiple: true },
  secret: { type: 'string', multiple: true },
  seed: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const

export type Command = { run: StartOptions } | 'help' | { mistake: string }

/** Pairs AppIDs with secrets; a single account may leave one of the two out. */
function readAccounts([appId, ...appids]: string[], [appSecret, ...secrets]: string[]) {
  if (appids.length !== secrets.length) return undefined
  return { appId, appSecret, accounts: appids.map((appid, index) => ({ appid, secret: secrets[index] ?? '' })) }
}

/** Node's message names only the flag if it is unknown, but quotes a stray argument whole. */
function messageOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException
  if (code === 'ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL') return 'only flags are allowed, and there is another argument'
  return message.split('.')[0] ?? message
}

function readPort(value: string | number): number | undefined {
  const port = /^\d{1,5}$/.test(String(value)) ? Number(value) : NaN
  return port <= 65_535 ? port : undefined
}

/** Reads the command line. A message about a mistake never repeats a value, which could be the secret. */
export function readCommandLine(args: string[], environment: Record<string, string | undefined>): Command {
  try {
    const { values } = parseArgs({ args, options: FLAGS })
    if (values.help) return 'help'
    const { host, seed } = values
    const port = readPort(values.port ?? (environment.EMULATOR_PORT || DEFAULT_PORT))
    if (port === undefined) return { mistake: '--port and EMULATOR_PORT take a number from 0 to 65535' }
    const accounts = readAccounts(values.appid ?? [], values.secret ?? [])
    if (accounts === undefined) return { mistake: 'each --appid needs its --secret' }
    return { run: { port, host, seed, ...accounts, allowRemote: values['allow-remote'] } }
  } catch (error) {
    return { mistake: `${messageOf(error)}: --help lists the flags` }
  }
}
