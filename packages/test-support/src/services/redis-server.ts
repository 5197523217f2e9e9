import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { freePort } from './free-port'

const INSTALLED = spawnSync('redis-server', ['--version']).status === 0

/** Whether to skip what needs a Redis: never in CI. */
export const WITHOUT_REDIS = !INSTALLED && process.env.CI === undefined

if (WITHOUT_REDIS)
  process.stderr.write('No redis-server: its tests are skipped. Install it: apt-get install redis-server\n')

async function launch(port: number, settings: readonly string[]): Promise<ChildProcess> {
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', ...settings]
  const child = spawn('redis-server', args, { stdio: ['ignore', 'pipe', 'inherit'] })
  let text = ''
  for await (const chunk of child.stdout.setEncoding('utf8')) {
    text += String(chunk)
    if (text.includes('Ready to accept connections')) break
  }
  return child
}

/** A Redis of one's own on a free port, that can be stopped, frozen and started again. Settings are as on its command line. */
export async function startRedis(settings: readonly string[] = []) {
  const port = await freePort()
  let child = await launch(port, settings)
  const stop = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const gone = once(child, 'exit')
    child.kill('SIGKILL')
    await gone
  }
  return {
    url: `redis://127.0.0.1:${port}`,
    stop,
    async restart() {
      child = await launch(port, settings)
    },
    freeze: () => child.kill('SIGSTOP'),
    thaw: () => child.kill('SIGCONT'),
    [Symbol.asyncDispose]: stop,
  }
}

/** A Redis node in cluster mode, which serves only some of the keys, or none. */
export async function startRedisCluster(slots: readonly [number, number] | undefined) {
  const folder = mkdtempSync(join(tmpdir(), 'uni-phone-redis-'))
  const busPort = await freePort()
  const redis = await startRedis(['--cluster-enabled', 'yes', '--cluster-port', String(busPort), '--dir', folder])
  if (slots !== undefined)
    execFileSync('redis-cli', ['-u', redis.url, 'CLUSTER', 'ADDSLOTSRANGE', ...slots.map(String)], { stdio: 'ignore' })
  return {
    url: redis.url,
    async [Symbol.asyncDispose]() {
      await redis.stop()
      rmSync(folder, { recursive: true })
    },
  }
}
