import { type ChildProcess, fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { freePort } from '@uni-phone/test-support/services'

const root = fileURLToPath(new URL('../..', import.meta.url))
const POLL_MS = 1

export interface HttpProgram {
  readonly url: string
  readonly pid: number | undefined
  readonly stop: () => Promise<void>
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill('SIGTERM')
  await gone
}

async function answers(url: string): Promise<boolean> {
  return fetch(url).then(
    ({ ok }) => ok,
    () => false,
  )
}

/**
 * Starts a program of this repository that serves HTTP on the port in its PORT, and waits until `GET /healthz` is 200.
 * Its output is read and dropped, so that it never waits for its reader.
 */
export async function startHttpProgram(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<HttpProgram> {
  const port = env.PORT ?? String(await freePort())
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, HOST: '127.0.0.1', METRICS_PORT: '0', ...env, PORT: port },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  child.stdout.resume()
  const url = `http://127.0.0.1:${port}`
  while (!(await answers(`${url}/healthz`))) {
    if (child.exitCode !== null) throw new Error(`${args.join(' ')} ended with ${child.exitCode}`)
    await sleep(POLL_MS)
  }
  return { url, pid: child.pid, stop: () => stop(child) }
}

/** Resolves with the next message of a forked process. */
export async function nextMessage<T>(child: ChildProcess): Promise<T> {
  const [message] = (await once(child, 'message')) as [T]
  return message
}

/** Runs a file of the bench, given by its path from `bench/`, in a process of its own. */
export function forkTypeScript(file: string, args: readonly string[] = []) {
  const child = fork(`${root}bench/${file}`, args, { execArgv: ['--import', 'tsx'] })
  return { child, pid: child.pid, stop: () => stop(child) }
}

/** Runs a worker of the bench: sends it its order, and resolves with what it measured. */
export async function askWorker<T>(file: string, args: readonly string[], order: object): Promise<T> {
  const worker = forkTypeScript(file, args)
  worker.child.send(order)
  const result = await nextMessage<T>(worker.child)
  await worker.stop()
  return result
}
