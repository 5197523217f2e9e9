import { execFile } from 'node:child_process'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const PACK = fileURLToPath(new URL('../../../../scripts/release/pack.mjs', import.meta.url))
const run = promisify(execFile)

async function pack(folder: string): Promise<string> {
  return (await run(process.execPath, [PACK, ROOT, folder])).stdout
}

/** The packed package, installed with npm in an empty folder; nothing where npm reaches no registry, in CI an error. */
export async function installPackage(): Promise<string | undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'wechat-emulator-'))
  const tarball = await pack(folder)
  await writeFile(join(folder, 'package.json'), '{"private":true,"type":"module"}')
  try {
    await run('npm', ['install', tarball, '--prefer-offline', '--no-audit', '--no-fund'], { cwd: folder })
    return folder
  } catch (error) {
    if (process.env.CI !== undefined) throw error
    process.stderr.write('The tests of the packed package are skipped: npm could not install what it depends on\n')
    return undefined
  }
}
