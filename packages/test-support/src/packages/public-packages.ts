import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../../../..', import.meta.url))

interface Manifest {
  readonly name: string
  readonly private?: boolean
}

const readManifest = (folder: string): Manifest =>
  JSON.parse(readFileSync(join(root, 'packages', folder, 'package.json'), 'utf8')) as Manifest

/** Names of the packages that others can install. */
export const PUBLISHED: readonly string[] = readdirSync(join(root, 'packages'))
  .map(readManifest)
  .filter((manifest) => manifest.private !== true)
  .map(({ name }) => name)
