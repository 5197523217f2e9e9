import { execFile } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const root = fileURLToPath(new URL('../../../..', import.meta.url))

const folderOf = (name: string): string => join(root, 'packages', name)

function isPublic(name: string): boolean {
  const manifest = JSON.parse(readFileSync(join(folderOf(name), 'package.json'), 'utf8')) as {
    private?: boolean
    publishConfig?: object
  }
  return manifest.private !== true && manifest.publishConfig !== undefined
}

/** The packages that others can install, by the name of their folder. */
export const PUBLISHED: readonly string[] = readdirSync(join(root, 'packages')).filter(isPublic)

/** Packs a package as it is published; gives the path of the tarball. */
export async function packPackage(name: string, destination: string): Promise<string> {
  const args = [join(root, 'scripts/release/pack.mjs'), folderOf(name), destination]
  return (await promisify(execFile)(process.execPath, args)).stdout
}
