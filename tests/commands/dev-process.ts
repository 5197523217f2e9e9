import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import process from 'node:process'
import { freePort } from '@uni-phone/test-support/services'

export interface DevProcess {
  readonly child: ChildProcess
  readonly output: () => string
  readonly ports: { readonly api: number; readonly emulator: number; readonly h5: number }
  /** Resolves with the output once it contains the text. Rejects if the process ends before. */
  readonly printed: (text: string) => Promise<string>
  /** Resolves with the exit code and signal. */
  readonly exit: Promise<unknown[]>
}

/** Starts `dev` in a project, on ports of its own. */
export async function startDev(root: string, env: NodeJS.ProcessEnv = {}): Promise<DevProcess> {
  const [api, emulator, h5] = [await freePort(), await freePort(), await freePort()]
  const ports = { PORT: String(api), EMULATOR_PORT: String(emulator), H5_PORT: String(h5) }
  const clean = { WECHAT_APPID: '', WECHAT_SECRET: '', NODE_ENV: '', HOST: '127.0.0.1', LAN_HOST: '192.168.7.7' }
  const child = spawn(process.execPath, ['--import', 'tsx', 'packages/cli/src/main.ts', 'dev'], {
    cwd: root,
    env: { ...process.env, ...clean, ...ports, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let text = ''
  const listeners = new Set<() => void>()
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk
      for (const listener of listeners) listener()
    })
  const printed = (wanted: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        if (text.includes(wanted)) resolve(text)
      }
      listeners.add(look)
      child.once('exit', () => {
        reject(new Error(text))
      })
      look()
    })
  return { child, output: () => text, ports: { api, emulator, h5 }, printed, exit: once(child, 'exit') }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => {
      resolve(false)
    })
    probe.listen(port, '127.0.0.1', () => {
      probe.close(() => {
        resolve(true)
      })
    })
  })
}

/** Returns whether nothing listens on the ports of a `dev` any more. */
export async function hasFreedPorts({ ports }: DevProcess): Promise<boolean> {
  return (await Promise.all(Object.values(ports).map(isFree))).every(Boolean)
}
