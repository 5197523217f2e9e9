import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { collectOutput } from '../services'

const root = fileURLToPath(new URL('../../../../apps/server', import.meta.url))

/** The server as it is shipped, built anew: one file in a folder of its own, where no `.env` is. */
export function buildServer() {
  const folder = mkdtempSync(join(tmpdir(), 'uni-phone-product-'))
  const file = join(folder, 'main.mjs')
  const rolldown = join(root, 'node_modules/rolldown/bin/cli.mjs')
  execFileSync(process.execPath, [rolldown, '-c', '--file', file], { cwd: root, stdio: 'ignore' })
  return {
    start: (env: NodeJS.ProcessEnv) => startServerProcess(file, folder, env),
    remove: () => {
      rmSync(folder, { recursive: true })
    },
  }
}

export type BuiltServer = ReturnType<typeof buildServer>

/** A server process of its own, on a port of its own. */
async function startServerProcess(file: string, cwd: string, env: NodeJS.ProcessEnv) {
  const clean = { PATH: process.env.PATH, HOST: '127.0.0.1', PORT: '0', METRICS_PORT: '0', LOG_LEVEL: 'trace' }
  const child = spawn(process.execPath, [file], { cwd, env: { ...clean, ...env } })
  const exit = once(child, 'exit').then(([code, signal]) => (code ?? signal) as number | NodeJS.Signals)
  const { output, saw } = collectOutput(child)
  const [, port = ''] = await saw(/"port":(\d+)/)
  return {
    url: `http://127.0.0.1:${port}`,
    output,
    saw,
    /** Text that Prometheus would read. */
    async metrics(): Promise<string> {
      const [, metricsPort = ''] = await saw(/"metricsPort":(\d+)/)
      return (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text()
    },
    exit,
    isAlive: () => child.exitCode === null && child.signalCode === null,
    kill: (signal: NodeJS.Signals) => child.kill(signal),
  }
}

export type ServerProcess = Awaited<ReturnType<typeof startServerProcess>>
