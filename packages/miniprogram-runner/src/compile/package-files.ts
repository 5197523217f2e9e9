import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Files of a mini program's package; paths are relative, with forward slashes. */
export interface PackageFiles {
  readonly paths: readonly string[]
  readonly read: (path: string) => string
  readonly ending: (extension: string) => string[]
}

const NOT_PART_OF_THE_PACKAGE = /^(project\..*|sitemap)\.json$/

export function readPackageFiles(folder: string): PackageFiles {
  const paths = listFiles(folder, '').filter((path) => !NOT_PART_OF_THE_PACKAGE.test(path))
  return {
    paths,
    read: (path) => readFileSync(join(folder, path), 'utf8'),
    ending: (extension) => paths.filter((path) => path.endsWith(extension)),
  }
}

function listFiles(folder: string, base: string): string[] {
  const entries = readdirSync(join(folder, base), { withFileTypes: true })
  return entries.flatMap((entry) => {
    const path = base === '' ? entry.name : `${base}/${entry.name}`
    return entry.isDirectory() ? listFiles(folder, path) : [path]
  })
}
