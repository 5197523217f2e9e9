import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'

export interface Child extends AsyncDisposable {
  /** Resolves to the next message, or rejects if the process ends without one. */
  readonly message: () => Promise<unknown>
  readonly send: (message: string) => void
  /** Resolves to the signal that ended the process, or null. */
  readonly end: Promise<NodeJS.Signals | null>
}

async function nextMessage(child: ChildProcess): Promise<unknown> {
  const gone = new AbortController()
  const ended = once(child, 'exit', { signal: gone.signal }).then(() => {
    throw new Error('the process ended without a message')
  })
  const said = once(child, 'message', { signal: gone.signal }).then(([message]) => message as unknown)
  try {
    return await Promise.race([said, ended])
  } finally {
    gone.abort()
    await Promise.allSettled([said, ended])
  }
}

/** Bundles a script of this folder: its process then starts in a fraction of the time. */
async function bundle(script: string): Promise<string> {
  const input = fileURLToPath(new URL(`${script}.ts`, import.meta.url))
  // drivers are found from here
  const file = fileURLToPath(new URL(`../../node_modules/.test/${process.pid}-${script}.mjs`, import.meta.url))
  const build = await rolldown({ input, platform: 'node', external: ['libsql', 'pg'] })
  await build.write({ file, format: 'esm', codeSplitting: false })
  await build.close()
  process.once('exit', () => {
    rmSync(file, { force: true })
  })
  return file
}

const bundles = new Map<string, Promise<string>>()

/** Runs a script of this folder as a process of its own. */
export async function startChild(script: string, args: readonly string[], env?: NodeJS.ProcessEnv): Promise<Child> {
  const file = bundles.get(script) ?? bundle(script)
  bundles.set(script, file)
  const child = fork(await file, args, { env: { ...process.env, ...env }, execArgv: [] })
  const end = once(child, 'exit').then(([, signal]) => signal as NodeJS.Signals | null)
  return {
    message: () => nextMessage(child),
    send: (message) => void child.send(message),
    end,
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL')
      await end
    },
  }
}
