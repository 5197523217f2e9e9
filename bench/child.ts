import { type ChildProcess, fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { EmulatorOrder } from './emulator-process'

const root = fileURLToPath(new URL('..', import.meta.url))

/** Starts a program of this repository, resolves with what its ready line names. */
export async function startProgram(args: readonly string[], ready: RegExp, env: NodeJS.ProcessEnv = {}) {
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const found = await new Promise<string>((resolve, reject) => {
    let text = ''
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      text = (text + chunk).slice(-10_000)
      const name = ready.exec(text)?.[1]
      if (name === undefined) return
      // what comes from now on is thrown away: reading it here would cost the program that is measured
      child.stdout.removeAllListeners('data').resume()
      resolve(name)
    })
    child.once('exit', () => {
      reject(new Error(`${args.join(' ')} ended: ${text}`))
    })
  })
  return { found, pid: child.pid, stop: () => stop(child) }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill('SIGTERM')
  await gone
}

function forkTypeScript(file: string, args: readonly string[] = []): ChildProcess {
  return fork(fileURLToPath(new URL(file, import.meta.url)), args, { execArgv: ['--import', 'tsx'] })
}

async function nextMessage<T>(child: ChildProcess): Promise<T> {
  const [message] = (await once(child, 'message')) as [T]
  return message
}

/** The emulator in a process of its own, and as many codes of it as are asked for. */
export async function startEmulatorProcess() {
  const child = forkTypeScript('emulator-process.ts')
  const url = await nextMessage<string>(child)
  return {
    url,
    ask<T>(order: EmulatorOrder): Promise<T> {
      child.send(order)
      return nextMessage(child)
    },
    makeCodes(count: number): Promise<string[]> {
      return this.ask({ order: 'codes', count })
    },
    stop: () => stop(child),
  }
}

/** Runs a worker of this folder in a process of its own: it gets codes, or more, and sends what it measured. */
export async function askWorker<T>(file: string, args: readonly string[], order: object): Promise<T> {
  const child = forkTypeScript(file, args)
  child.send(order)
  const result = await nextMessage<T>(child)
  child.kill()
  return result
}
