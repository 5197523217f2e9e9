import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { createInterface } from 'node:readline'
import { root } from './docker-ignore'

const MISSING = 'caddy is not installed (apt-get install caddy)'

export const WITHOUT_CADDY = spawnSync('caddy', ['version']).status !== 0

if (WITHOUT_CADDY) {
  if (process.env.CI !== undefined) throw new Error(MISSING)
  process.stderr.write(`The tests of the reverse proxy are skipped: ${MISSING}\n`)
}

/** Caddy with the configuration of the repository, its names of hosts replaced by addresses of this computer. */
export async function startReverseProxy(port: number, upstreams: Readonly<Record<string, string>>) {
  const folder = mkdtempSync(join(tmpdir(), 'uni-phone-proxy-'))
  const file = join(folder, 'Caddyfile')
  const places = Object.entries({ '{$API_DOMAIN:localhost}': `http://127.0.0.1:${port}`, ...upstreams })
  const text = readFileSync(join(root, 'deploy/Caddyfile'), 'utf8')
  writeFileSync(
    file,
    places.reduce((config, [name, address]) => config.replace(name, address), text),
  )
  const env = { ...process.env, XDG_CONFIG_HOME: folder, XDG_DATA_HOME: folder }
  const args = ['run', '--config', file, '--adapter', 'caddyfile']
  const child = spawn('caddy', args, { env, stdio: ['ignore', 'ignore', 'pipe'] })
  for await (const line of createInterface(child.stderr)) if (line.includes('serving initial configuration')) break
  child.stderr.resume()
  return {
    url: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL')
      await once(child, 'exit')
      rmSync(folder, { recursive: true })
    },
  }
}
