import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import process from 'node:process'
import { collectOutput, freePort } from '@uni-phone/test-support/services'

/** Starts `dev` in a project, on ports of its own. */
export async function startDev(root: string, env: NodeJS.ProcessEnv = {}) {
  const [api, emulator, h5] = [await freePort(), await freePort(), await freePort()]
  const ports = { PORT: String(api), EMULATOR_PORT: String(emulator), H5_PORT: String(h5) }
  const clean = { WECHAT_APPID: '', WECHAT_SECRET: '', NODE_ENV: '', HOST: '127.0.0.1', LAN_HOST: '192.168.7.7' }
  const child = spawn(process.execPath, ['--import', 'tsx', 'packages/cli/src/main.ts', 'dev'], {
    cwd: root,
    env: { ...process.env, ...clean, ...ports, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  return { child, ...collectOutput(child), ports: { api, emulator, h5 }, exit: once(child, 'exit') }
}

export type DevProcess = Awaited<ReturnType<typeof startDev>>

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
