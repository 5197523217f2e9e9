import process from 'node:process'
import { parseArgs } from 'node:util'
import { ConfigError } from '@uni-phone/config'
import { type Command, CommandError, type Options } from './command'
import { findRoot } from './project'

/** Loaded on demand: a command starts without the others' dependencies. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  dev: async () => (await import('./dev/command')).dev,
  diagnose: async () => (await import('./diagnose/command')).diagnoseCommand,
  build: async () => (await import('./build/command')).build,
  test: async () => (await import('./test/command')).test,
  start: async () => (await import('./start/command')).start,
  devtools: async () => (await import('./devtools/command')).devtools,
  preview: async () => (await import('./upload/command')).preview,
  upload: async () => (await import('./upload/command')).upload,
}

const HELP = { help: { type: 'boolean', short: 'h', default: false } } as const satisfies Options

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}

function warn(line: string): void {
  process.stderr.write(`${line}\n`)
}

async function overview(): Promise<string> {
  const lines = Object.entries(COMMANDS).map(async ([name, load]) => {
    const { zh, en } = (await load()).summary
    return `  ${name.padEnd(10)}${zh} ${en}`
  })
  return ['用法 Usage: uni-phone <command> [options]', '', ...(await Promise.all(lines))].join('\n')
}

function usageOf(name: string, { summary, options = {}, arguments: names = [] }: Command): string {
  const flags = Object.entries(options).map(([flag, { type }]) => `[--${flag}${type === 'string' ? ' …' : ''}]`)
  const given = names.map((argument) => `[${argument}…]`)
  return `${summary.zh} ${summary.en}\n用法 Usage: ${['pnpm', name, ...given, ...flags].join(' ')}`
}

interface Context {
  readonly cwd: string
  readonly env: NodeJS.ProcessEnv
}

async function run(name: string, command: Command, args: string[], { cwd, env }: Context): Promise<number> {
  const context = { root: findRoot(cwd), env, print, warn }
  if (command.passesArguments === true) return command.run({ ...context, options: {}, positionals: args })
  const options: Options = { ...command.options, ...HELP }
  const { values, positionals } = parseArgs({
    args,
    options,
    allowPositionals: command.arguments !== undefined,
  })
  if (values.help === true) {
    print(usageOf(name, command))
    return 0
  }
  return command.run({ ...context, options: values, positionals })
}

function isUsageError(error: unknown): error is Error {
  return error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS_')
}

/** Runs one command and returns its exit code: 0 done, 1 failed or refused, 2 wrong usage. */
export async function runCommandLine(args: readonly string[], cwd: string, env: NodeJS.ProcessEnv): Promise<number> {
  const [name = '', ...rest] = args
  const load = COMMANDS[name]
  if (load === undefined) {
    const asked = ['-h', '--help', 'help'].includes(name)
    ;(asked ? print : warn)(await overview())
    return asked ? 0 : 2
  }
  const command = await load()
  try {
    return await run(name, command, rest, { cwd, env })
  } catch (error) {
    if (error instanceof ConfigError || error instanceof CommandError) warn(error.message)
    else if (isUsageError(error)) warn(`${error.message}\n${usageOf(name, command)}`)
    else throw error
    return isUsageError(error) ? 2 : 1
  }
}
