/** Finds packages on the disk. */
import { existsSync, readFileSync, realpathSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** @type {(folder: string) => { name?: string, version?: string, license?: string, dependencies?: object, optionalDependencies?: object }} */
export const readManifest = (folder) => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))

/**
 * The folder of a package as Node would find it, from the folder of the one that asks for it.
 * @type {(name: string, from: string) => string | undefined}
 */
export function findPackage(name, from) {
  for (let folder = from; ; folder = dirname(folder)) {
    const found = join(folder, 'node_modules', name)
    if (existsSync(join(found, 'package.json'))) return realpathSync(found)
    if (folder === dirname(folder)) return undefined
  }
}

/**
 * The folder of the package that a file belongs to. A package.json without a version only says how Node reads a folder.
 * @type {(file: string) => string | undefined}
 */
export function packageOf(file) {
  for (let folder = dirname(file); folder !== dirname(folder); folder = dirname(folder))
    if (existsSync(join(folder, 'package.json')) && readManifest(folder).version !== undefined) return folder
  return undefined
}
