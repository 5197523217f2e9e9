import { type ChildProcess, spawn } from 'node:child_process'
import process from 'node:process'
import { createInterface } from 'node:readline'

/** One program of the group: a script that Node runs. */
export interface Part {
  readonly name: string
  readonly cwd: string
  readonly args: readonly string[]
  readonly env?: NodeJS.ProcessEnv
  /** The line that says it is ready. */
  readonly ready: RegExp
}

export interface ProcessGroup {
  /** Resolves when every part has printed its ready line. */
  readonly ready: Promise<void>
  /** Resolves with an exit code when the group has ended: by `end`, or because one part ended. */
  readonly ended: Promise<number>
  end: (code: number) => void
}

export interface ProcessGroupOptions {
  readonly env: NodeJS.ProcessEnv
  readonly print: (line: string) => void
}

const KILL_AFTER_MS = 3_000
const PRELOAD = new URL('exit-with-parent.mjs', import.meta.url).href
// biome-ignore lint/suspicious/noControlCharactersInRegex: the colours of a terminal
const COLOURS = /\u001b\[[0-9;]*m/g

function start({ cwd, args, env }: Part, inherited: NodeJS.ProcessEnv): ChildProcess {
  const nodeOptions = [inherited.NODE_OPTIONS, `--import=${PRELOAD}`].filter(Boolean).join(' ')
  return spawn(process.execPath, args, {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
    // CI: uni's command line reports each run to its maker without it
    env: { ...inherited, CI: '1', NODE_OPTIONS: nodeOptions, ...env },
  })
}

function exited(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
  return new Promise((resolve) => {
    child.once('exit', () => {
      resolve()
    })
  })
}

async function endAll(children: readonly ChildProcess[]): Promise<void> {
  for (const child of children) child.kill('SIGTERM')
  const timer = setTimeout(() => {
    for (const child of children) child.kill('SIGKILL')
  }, KILL_AFTER_MS)
  await Promise.all(children.map(exited))
  clearTimeout(timer)
}

function eachLine(child: ChildProcess, hear: (line: string) => void): void {
  for (const stream of [child.stdout, child.stderr])
    if (stream !== null)
      createInterface({ input: stream }).on('line', (line) => {
        if (line.trim() !== '') hear(line)
      })
}

/** Starts programs that belong together: their lines are prefixed, and when one ends, all end. */
export function startProcessGroup(parts: readonly Part[], { env, print }: ProcessGroupOptions): ProcessGroup {
  const width = Math.max(...parts.map(({ name }) => name.length))
  const say = (name: string, line: string): void => {
    print(`${name.padEnd(width)} | ${line}`)
  }
  let ending = false
  let finish: (code: number) => void = () => undefined
  const ended = new Promise<number>((resolve) => {
    finish = resolve
  })
  const children: ChildProcess[] = []

  function end(code: number): void {
    if (ending) return
    ending = true
    void endAll(children).then(() => {
      finish(code)
    })
  }

  function run(part: Part): Promise<void> {
    const child = start(part, env)
    children.push(child)
    child.once('exit', (code, signal) => {
      if (ending) return
      say(part.name, `ended (${signal ?? code ?? 'unknown'}); ending the others`)
      end(1)
    })
    return new Promise((resolve) => {
      eachLine(child, (line) => {
        say(part.name, line)
        if (part.ready.test(line.replace(COLOURS, ''))) resolve()
      })
    })
  }

  const ready = Promise.all(parts.map(run)).then(() => undefined)
  return { ready, ended, end }
}
