import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'

/** Returns the texts of all files in a folder, by their paths in it; what is built or installed is left out. */
export function readTree(folder: string): Map<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  const paths = entries.map(({ parentPath, name }) => relative(folder, join(parentPath, name)).split(sep).join('/'))
  const sources = paths.filter((path) => !/(^|\/)(node_modules|dist)\//.test(path))
  return new Map(sources.sort().map((path) => [path, readFileSync(join(folder, path), 'utf8')]))
}
