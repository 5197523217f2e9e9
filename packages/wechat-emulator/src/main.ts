#!/usr/bin/env node
import process from 'node:process'
import { type Command, HELP, readCommandLine } from './cli/command-line'
import { readWorldFile, writeExample } from './cli/world-file'
import { EmulatorError } from './core/index'
import type { RunningEmulator } from './start'

const EXIT_FAILED = 1
const EXIT_USAGE = 2

function fail(error: unknown): void {
  const message = error instanceof Error ? error.message : 'could not run'
  const isUsage =
    error instanceof TypeError ||
    (error instanceof EmulatorError && ['not_loopback', 'invalid_input'].includes(error.code))
  process.stderr.write(`wechat-emulator: ${message}\n`)
  process.exitCode = isUsage ? EXIT_USAGE : EXIT_FAILED
}

/** Stops by a signal: at once while starting, after the state has been written later on. */
function stopBySignal() {
  let running: RunningEmulator | undefined
  const stop = async () => {
    try {
      await running?.close()
      process.exit(0)
    } catch (error) {
      fail(error)
      process.exit()
    }
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop())
  return (emulator: RunningEmulator) => {
    running = emulator
  }
}

async function start({ options, worldFile }: Extract<Command, { name: 'start' }>): Promise<void> {
  const setRunning = stopBySignal()
  const found = readWorldFile(worldFile)
  if (found !== undefined) process.stderr.write(`wechat-emulator: the world is that of ${found.file}\n`)
  // loaded late: neither --help nor a usage error needs it
  const { startEmulator } = await import('./start')
  const emulator = await startEmulator({ ...options, world: found?.world })
  setRunning(emulator)
  process.stdout.write(`wechat-emulator ready on ${emulator.url}\n`)
}

async function record(options: Extract<Command, { name: 'record' }>['options']): Promise<void> {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(0))
  const { startRecorder } = await import('./recording/index')
  const { url } = await startRecorder(options)
  process.stderr.write(`wechat-emulator: passing requests on to ${options.upstream}\n`)
  process.stdout.write(`wechat-emulator recording in ${options.file} on ${url}\n`)
}

async function verify(file: string): Promise<void> {
  const [{ readRecording, replay, report }, { createEmulator }] = await Promise.all([
    import('./recording/index'),
    import('./emulator'),
  ])
  const { lines, differs } = report(await replay(readRecording(file), createEmulator))
  process.stdout.write(`${lines.join('\n')}\n`)
  if (differs) process.exitCode = EXIT_FAILED
}

async function run(command: Command): Promise<void> {
  if (command.name === 'help') process.stdout.write(HELP)
  else if (command.name === 'mistake') fail(new TypeError(command.message))
  else if (command.name === 'init') {
    writeExample(command.file)
    process.stdout.write(`wechat-emulator: wrote ${command.file}\n`)
  } else if (command.name === 'record') await record(command.options)
  else if (command.name === 'verify') await verify(command.file)
  else await start(command)
}

await run(readCommandLine(process.argv.slice(2), process.env)).catch(fail)
