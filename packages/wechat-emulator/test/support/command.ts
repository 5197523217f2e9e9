import { execFile, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { onTestFinished, vi } from 'vitest'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const ROLLDOWN = join(ROOT, '../../node_modules/rolldown/bin/cli.mjs')
// not in dist, which another test may be packing; beside the folders that the package has beside its dist
const PACKAGE = join(ROOT, 'node_modules/.cache/command-line-test')

// each test starts a process, perhaps on a busy computer
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

function build(): string {
  const folder = join(PACKAGE, `dist-${process.pid}`)
  const form = ['--platform', 'node', '--format', 'esm', '--entry-file-names', '[name].mjs']
  const { status, stderr } = spawnSync(process.execPath, [ROLLDOWN, 'src/main.ts', ...form, '--dir', folder], {
    cwd: ROOT,
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(stderr)
  for (const name of ['console', 'schemas'])
    if (!existsSync(join(PACKAGE, name))) symlinkSync(join(ROOT, name), join(PACKAGE, name))
  process.once('exit', () => {
    rmSync(folder, { recursive: true, force: true })
  })
  return join(folder, 'main.mjs')
}

mkdirSync(PACKAGE, { recursive: true })

/** The built command, as the package contains it. */
export const MAIN = build()

export interface Place {
  /** Working folder; an empty one by default. */
  readonly cwd?: string
  readonly env?: Record<string, string>
}

/** Creates an empty folder for one test. */
export function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'wechat-emulator-'))
  onTestFinished(() => {
    rmSync(folder, { recursive: true })
  })
  return folder
}

function optionsOf({ cwd = emptyFolder(), env = {} }: Place) {
  return { cwd, env: { PATH: process.env.PATH, ...env } }
}

/** Runs the command to its end. */
export async function run(args: string[], place: Place = {}) {
  return new Promise<{ status: unknown; stdout: string; stderr: string }>((resolve) => {
    execFile(process.execPath, [MAIN, ...args], optionsOf(place), (error, stdout, stderr) => {
      resolve({ status: error?.code ?? 0, stdout, stderr })
    })
  })
}

/** Starts the command and waits for its first line. */
export async function launch(args: string[], place: Place = {}) {
  const child = spawn(process.execPath, [MAIN, ...args], optionsOf(place))
  onTestFinished(() => {
    child.kill('SIGKILL')
  })
  let stderr = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
  const url = line.slice(line.indexOf('http'))
  const stop = async (signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM') => {
    const exited = once(child, 'exit')
    child.kill(signal)
    return (await exited) as [code: number | null, signal: string | null]
  }
  return { child, line, url, stop, stderr: () => stderr }
}

/** Sends JSON, as curl --json does, and returns the answer. */
export async function send(url: string, body: unknown, method = 'POST'): Promise<Record<string, unknown>> {
  const headers = { 'content-type': 'application/json' }
  const reply = await fetch(url, { method, headers, body: JSON.stringify(body) })
  return (await reply.json()) as Record<string, unknown>
}
