import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { promisify } from 'node:util'
import { freePort } from '../services/index'
import { PUBLISHED, root } from './public-packages'
import { startVerdaccio } from './verdaccio'
import { withVersion } from './with-version'

const run = promisify(execFile)
const settingOf = async (name: string): Promise<string> =>
  (await run('npm', ['config', 'get', name], { cwd: tmpdir() })).stdout.trim()

/** Without what the npm or pnpm that runs the tests says to its children: its options, and its registry. */
const inherited = (): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^p?npm_/i.test(name)))

/** npm publishes nothing without a token, though this registry takes any. */
const ANY_TOKEN = 'anybody'

/**
 * An environment in which npm, npx and pnpm use the registry alone. What npx and pnpm remember of a registry is thrown
 * away with it; what was once downloaded stays with the user, under the hash of its content.
 */
async function createEnvironment(folder: string, url: string): Promise<NodeJS.ProcessEnv> {
  const userconfig = join(folder, 'npmrc')
  writeFileSync(userconfig, `registry=${url}\n${url.replace('http:', '')}:_authToken=${ANY_TOKEN}\n`)
  const [cache, downloads] = [join(folder, 'npm'), join(await settingOf('cache'), '_cacache')]
  for (const path of [cache, downloads]) mkdirSync(path, { recursive: true })
  symlinkSync(downloads, join(cache, '_cacache'), 'junction')
  const settings = { userconfig, registry: url, cache, audit: 'false', fund: 'false', update_notifier: 'false' }
  const pnpm = { cache_dir: join(folder, 'pnpm'), registry: url, npmrc_auth_file: userconfig }
  const named = (prefix: string, values: Readonly<Record<string, string>>) =>
    Object.entries(values).map(([name, value]) => [`${prefix}_${name}`, value] as const)
  return { ...inherited(), ...Object.fromEntries([...named('npm_config', settings), ...named('pnpm_config', pnpm)]) }
}

/** Downloads the newest version of a package as it was published. */
export async function downloadPackage(url: string, name: string): Promise<Uint8Array<ArrayBuffer>> {
  const { 'dist-tags': tags, versions } = (await (await fetch(url + name)).json()) as {
    'dist-tags': { latest: string }
    versions: Record<string, { dist: { tarball: string } }>
  }
  const tarball = versions[tags.latest]?.dist.tarball ?? ''
  return new Uint8Array(await (await fetch(tarball)).arrayBuffer())
}

/** Starts an npm registry on this computer, by default on a free port: what is published there is forgotten when it stops. */
export async function startRegistry(port?: number) {
  const folder = mkdtempSync(join(tmpdir(), 'uni-phone-registry-'))
  const url = `http://127.0.0.1:${port ?? (await freePort())}/`
  const end = await startVerdaccio(folder, Number(new URL(url).port), await settingOf('registry'))
  const env = await createEnvironment(folder, url)

  async function stop(): Promise<void> {
    await end()
    rmSync(folder, { recursive: true, force: true })
  }

  return {
    url,
    /** Environment in which npm, npx and pnpm use this registry. */
    env,
    /** Text of an `.npmrc` with which a folder uses this registry. */
    npmrc: readFileSync(join(folder, 'npmrc'), 'utf8'),
    /** Builds and publishes public packages, by default all; one is published once. */
    async publish(...names: readonly string[]): Promise<void> {
      const filters = (names.length === 0 ? PUBLISHED : names).flatMap((name) => ['--filter', name])
      await run('pnpm', [...filters, '-r', 'publish', '--no-git-checks'], { cwd: root, env })
    },
    /** Publishes every public package that is there once more, as this version. */
    async publishAs(version: string): Promise<void> {
      for (const name of PUBLISHED) {
        const unpacked = await withVersion(await downloadPackage(url, name), version, folder)
        await run('npm', ['publish', unpacked, '--ignore-scripts'], { cwd: folder, env })
      }
    },
    stop,
    [Symbol.asyncDispose]: stop,
  }
}

export type Registry = Awaited<ReturnType<typeof startRegistry>>
