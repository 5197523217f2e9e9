import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { promisify } from 'node:util'
import { freePort } from '../services/index'
import { packPackage, PUBLISHED } from './pack'
import { withVersion } from './with-version'

const run = promisify(execFile)
const settingOf = async (name: string): Promise<string> =>
  (await run('npm', ['config', 'get', name], { cwd: tmpdir() })).stdout.trim()

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
    log: { type: 'stdout', level: 'warn', format: 'json' },
  })

function launch(configuration: string, port: number): ChildProcess {
  const manifest = createRequire(import.meta.url).resolve('verdaccio/package.json')
  const args = [join(manifest, '../bin/verdaccio'), '--config', configuration, '--listen', `127.0.0.1:${port}`]
  return spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] })
}

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

/** Without what the npm or pnpm that runs the tests says to its children: its options, and its registry. */
const inherited = (): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^p?npm_/i.test(name)))

/**
 * An environment in which npm, npx and pnpm use the registry alone. What npx and pnpm remember of a registry is thrown
 * away with it; what was once downloaded stays with the user, under the hash of its content.
 */
async function createEnvironment(folder: string, url: string): Promise<NodeJS.ProcessEnv> {
  const userconfig = join(folder, 'npmrc')
  // npm publishes nothing without a token, though this registry takes any
  writeFileSync(userconfig, `registry=${url}\n${url.replace('http:', '')}:_authToken=anybody\n`)
  const [cache, downloads] = [join(folder, 'npm'), join(await settingOf('cache'), '_cacache')]
  for (const path of [cache, downloads]) mkdirSync(path, { recursive: true })
  symlinkSync(downloads, join(cache, '_cacache'), 'junction')
  const settings = { userconfig, registry: url, cache, audit: 'false', fund: 'false', update_notifier: 'false' }
  const pnpm = { cache_dir: join(folder, 'pnpm'), registry: url, npmrc_auth_file: userconfig }
  const named = (prefix: string, values: Readonly<Record<string, string>>) =>
    Object.entries(values).map(([name, value]) => [`${prefix}_${name}`, value] as const)
  return { ...inherited(), ...Object.fromEntries([...named('npm_config', settings), ...named('pnpm_config', pnpm)]) }
}

/** Starts an npm registry on this computer, by default on a free port: what is published there is forgotten when it stops. */
export async function startRegistry(port?: number) {
  const folder = mkdtempSync(join(tmpdir(), 'uni-phone-registry-'))
  const configuration = join(folder, 'config.json')
  writeFileSync(configuration, toConfiguration(folder, await settingOf('registry')))
  const url = `http://127.0.0.1:${port ?? (await freePort())}/`
  const child = launch(configuration, Number(new URL(url).port))
  await untilReady(child)
  const env = await createEnvironment(folder, url)

  async function publish(name: string, version?: string): Promise<void> {
    const tarball = await packPackage(name, join(folder, 'tarballs'))
    const subject = version === undefined ? tarball : await withVersion(tarball, version)
    const args = ['publish', subject, '--ignore-scripts', '--tag', 'latest']
    await run('npm', args, { cwd: folder, env })
  }

  async function stop(): Promise<void> {
    if (child.exitCode === null && child.signalCode === null) {
      const gone = once(child, 'exit')
      child.kill()
      await gone
    }
    rmSync(folder, { recursive: true, force: true })
  }

  return {
    url,
    /** Environment in which npm, npx and pnpm use this registry. */
    env,
    /** Text of an `.npmrc` with which a folder uses this registry. */
    npmrc: readFileSync(join(folder, 'npmrc'), 'utf8'),
    /** Packs and publishes a package by the name of its folder; with `version` as that version, and its siblings' too. */
    publish,
    /** Publishes every public package. */
    publishAll: async (version?: string): Promise<void> => {
      for (const name of PUBLISHED) await publish(name, version)
    },
    stop,
    [Symbol.asyncDispose]: stop,
  }
}

export type Registry = Awaited<ReturnType<typeof startRegistry>>
