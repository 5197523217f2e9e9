import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import process from 'node:process'
import { createInterface } from 'node:readline'
import { preloading } from '../project'
import { watchForRecovery } from './recovery'

/** One program of a process group: a script that Node runs. */
export interface Part {
  readonly name: string
  readonly cwd: string
  readonly args: readonly string[]
  readonly env?: NodeJS.ProcessEnv
  /** Matches the line that it prints when it is ready. */
  readonly ready: RegExp
  /** Folders of sources: after a failed build the program is restarted when one of them changes. @default never restarted */
  readonly restartOnChange?: readonly string[]
}

export interface RunningPart {
  /** Resolves when it has printed its ready line. */
  readonly ready: Promise<void>
  readonly stop: () => Promise<void>
}

interface Events {
  readonly env: NodeJS.ProcessEnv
  /** URL of a module that every process of the part preloads. */
  readonly preload: string
  readonly onLine: (line: string) => void
  /** Called when the program ends by itself. */
  readonly onExit: () => void
}

const KILL_AFTER_MS = 3_000
// biome-ignore lint/suspicious/noControlCharactersInRegex: colours of a terminal
const COLOURS = /\u001b\[[0-9;]*m/g

function spawnPart({ cwd, args, env }: Part, inherited: NodeJS.ProcessEnv, preload: string): ChildProcess {
  const merged = { ...inherited, ...env }
  const options = { ...merged, ...preloading(merged, preload) }
  return spawn(process.execPath, args, { cwd, env: options, stdio: ['ignore', 'pipe', 'pipe'] })
}

async function endProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exit = once(child, 'exit')
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), KILL_AFTER_MS)
  await exit
  clearTimeout(timer)
}

function onEachLine(child: ChildProcess, onLine: (line: string, isError: boolean) => void): void {
  for (const stream of [child.stdout, child.stderr])
    if (stream !== null)
      createInterface({ input: stream }).on('line', (line) => {
        if (line.trim() !== '') onLine(line, stream === child.stderr)
      })
}

/** Starts a part. A part with `restartOnChange` recovers from failed builds; its exits are then reported only when unexpected. */
export function startPart(part: Part, { env, preload, onLine, onExit }: Events): RunningPart {
  let becomeReady: () => void = () => undefined
  const ready = new Promise<void>((resolve) => {
    becomeReady = resolve
  })
  const recovery = watchForRecovery(part.restartOnChange ?? [], () => {
    onLine('重新启动：编译出错后上游的监听不再可靠 restarted: its watcher is unreliable after a compile error')
    void restart()
  })
  let child = start()
  let expected = false

  function start(): ChildProcess {
    const started = spawnPart(part, env, preload)
    onEachLine(started, (line, isError) => {
      const text = line.replace(COLOURS, '')
      onLine(line)
      recovery.onLine(text, isError)
      if (part.ready.test(text)) becomeReady()
    })
    started.once('exit', (code, signal) => {
      if (expected) return
      onLine(`ended (${signal ?? code ?? 'unknown'}); ending the others`)
      onExit()
    })
    return started
  }

  async function restart(): Promise<void> {
    expected = true
    await endProcess(child)
    if (stopping) return
    expected = false
    child = start()
  }

  let stopping = false
  async function stop(): Promise<void> {
    stopping = true
    expected = true
    await recovery.close()
    await endProcess(child)
  }

  return { ready, stop }
}
