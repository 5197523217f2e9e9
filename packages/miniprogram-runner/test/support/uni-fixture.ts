import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cp, mkdir, readdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const MODULES = fileURLToPath(new URL('../../node_modules', import.meta.url))
const STALE_AFTER_MS = 300_000
const POLL_MS = 100

/** Builds `fixture-uni` or `fixture-wot` once for all processes, and again after each change of its sources. */
export async function buildUniFixture(name: 'uni' | 'wot' = 'uni'): Promise<string> {
  const source = fileURLToPath(new URL(`../fixture-${name}`, import.meta.url))
  const folder = join(tmpdir(), `uni-phone-fixture-${await hashOf(source)}`)
  const unfinished = `${folder}-building`
  while (!(await exists(folder))) {
    if (await claim(unfinished)) await buildInto(folder, source, unfinished)
    else await setTimeout(POLL_MS)
  }
  return folder
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined
}

async function claim(folder: string): Promise<boolean> {
  const started = await stat(folder).catch(() => undefined)
  if (started !== undefined && Date.now() - started.birthtimeMs > STALE_AFTER_MS) await rm(folder, { recursive: true })
  return mkdir(folder).then(
    () => true,
    () => false,
  )
}

// in a project of its own: uni-app compiles components of a package only if its node_modules lie in the project
async function buildInto(folder: string, source: string, unfinished: string): Promise<void> {
  const project = join(unfinished, 'project')
  const output = join(unfinished, 'output')
  const env = { ...process.env, CI: '1', NODE_ENV: 'production', UNI_OUTPUT_DIR: output }
  try {
    await cp(source, project, { recursive: true })
    await symlink(MODULES, join(project, 'node_modules'), 'junction')
    await promisify(execFile)(join(MODULES, '.bin/uni'), ['build', '-p', 'mp-weixin'], { cwd: project, env })
    await rename(output, folder)
  } finally {
    await rm(unfinished, { recursive: true })
  }
}

async function hashOf(source: string): Promise<string> {
  const hash = createHash('sha256').update(versions())
  const entries = await readdir(source, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  for (const file of files.sort()) hash.update(relative(source, file)).update(await readFile(file))
  return hash.digest('hex').slice(0, 16)
}

function versions(): string {
  const manifests = ['@dcloudio/vite-plugin-uni/package.json', 'wot-design-uni/package.json']
  return manifests.map((path) => (createRequire(import.meta.url)(path) as { version: string }).version).join()
}
