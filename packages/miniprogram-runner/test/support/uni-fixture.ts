import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const SOURCE = fileURLToPath(new URL('../fixture-uni', import.meta.url))
const UNI = fileURLToPath(new URL('../../node_modules/.bin/uni', import.meta.url))
const STALE_AFTER_MS = 120_000
const POLL_MS = 100

export async function buildUniFixture(): Promise<string> {
  const folder = join(tmpdir(), `uni-phone-fixture-${await hashOfSources()}`)
  const unfinished = `${folder}-building`
  while (!(await exists(folder))) {
    if (await claim(unfinished)) await buildInto(folder, unfinished)
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

async function buildInto(folder: string, unfinished: string): Promise<void> {
  const env = { ...process.env, CI: '1', NODE_ENV: 'production', UNI_OUTPUT_DIR: join(unfinished, 'output') }
  try {
    await promisify(execFile)(UNI, ['build', '-p', 'mp-weixin'], { cwd: SOURCE, env })
    await rename(join(unfinished, 'output'), folder)
  } finally {
    await rm(unfinished, { recursive: true })
  }
}

async function hashOfSources(): Promise<string> {
  const hash = createHash('sha256').update(uniVersion())
  const entries = await readdir(SOURCE, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  for (const file of files.sort()) hash.update(relative(SOURCE, file)).update(await readFile(file))
  return hash.digest('hex').slice(0, 16)
}

function uniVersion(): string {
  const manifest = createRequire(import.meta.url)('@dcloudio/vite-plugin-uni/package.json') as { version: string }
  return manifest.version
}
