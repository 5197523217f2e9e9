#!/usr/bin/env node
import process from 'node:process'
import { HELP, readCommandLine } from './cli/command-line'
import { EmulatorError } from './core/index'
import type { StartOptions } from './start'

const EXIT_FAILED = 1
const EXIT_USAGE = 2

function stop(reason: string, exitCode: number): void {
  process.stderr.write(`wechat-emulator: ${reason}\n`)
  process.exitCode = exitCode
}

async function run(options: StartOptions): Promise<void> {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(0))
  try {
    // loaded late: neither --help nor a usage error needs it
    const { startEmulator } = await import('./start')
    const { url } = await startEmulator(options)
    process.stdout.write(`wechat-emulator ready on ${url}\n`)
  } catch (error) {
    const isUsage = error instanceof TypeError || (error instanceof EmulatorError && error.code === 'not_loopback')
    stop(error instanceof Error ? error.message : 'could not start', isUsage ? EXIT_USAGE : EXIT_FAILED)
  }
}

async function main(): Promise<void> {
  const command = readCommandLine(process.argv.slice(2), process.env)
  if (command === 'help') process.stdout.write(HELP)
  else if ('mistake' in command) stop(command.mistake, EXIT_USAGE)
  else await run(command.run)
}

await main()
