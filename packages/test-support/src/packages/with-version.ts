import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'

const isOurs = (name: string): boolean => name.startsWith('@uni-phone/')

interface Manifest {
  readonly version: string
  readonly dependencies?: Readonly<Record<string, string>>
}

/** Unpacks a packed package as if it had been packed at another version, together with its siblings; gives the folder. */
export async function withVersion(tarball: Uint8Array, version: string, parent: string): Promise<string> {
  const folder = mkdtempSync(join(parent, 'version-'))
  writeFileSync(join(folder, 'package.tgz'), tarball)
  await promisify(execFile)('tar', ['-xzf', 'package.tgz'], { cwd: folder })
  const file = join(folder, 'package/package.json')
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as Manifest
  const dependencies = Object.entries(manifest.dependencies ?? {}).map(([name, range]) => [
    name,
    isOurs(name) ? range.replace(manifest.version, version) : range,
  ])
  const changed = { ...manifest, version, dependencies: Object.fromEntries(dependencies) as object }
  writeFileSync(file, JSON.stringify(changed, null, 2))
  return dirname(file)
}
