import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import process from 'node:process'

/** Ours are published here and nowhere else; everything else comes from the registry of this computer. */
const toConfiguration = (folder: string, upstream: string): string =>
  JSON.stringify({
    storage: join(folder, 'packages'),
    uplinks: { upstream: { url: upstream, maxage: '1h', timeout: '60s' } },
    packages: {
      '@uni-phone/*': { access: '$all', publish: '$all' },
      'create-uni-phone': { access: '$all', publish: '$all' },
      '**': { access: '$all', proxy: 'upstream' },
    },
    max_body_size: '64mb',
    web: { enable: false },
    // never closes a connection just as the next request is sent over it
    server: { keepAliveTimeout: 0 },
    log: { type: 'stdout', level: 'warn', format: 'json' },
  })

async function untilReady(child: ChildProcess): Promise<void> {
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => (output += text))
  await new Promise<void>((resolve, reject) => {
    child.stdout?.on('data', () => {
      if (output.includes('http address')) resolve()
    })
    child.once('exit', () => {
      reject(new Error(output))
    })
  })
}

/** Starts the registry in a process of its own, with its files in a folder; gives a function that ends it. */
export async function startVerdaccio(folder: string, port: number, upstream: string): Promise<() => Promise<void>> {
  const configuration = join(folder, 'config.json')
  writeFileSync(configuration, toConfiguration(folder, upstream))
  const manifest = createRequire(import.meta.url).resolve('verdaccio/package.json')
  const args = [join(manifest, '../bin/verdaccio'), '--config', configuration, '--listen', `127.0.0.1:${port}`]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  await untilReady(child)
  return async () => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const gone = once(child, 'exit')
    child.kill()
    await gone
  }
}
