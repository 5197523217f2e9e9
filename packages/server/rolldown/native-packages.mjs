import { cpSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import process from 'node:process'
import { findPackage, readManifest } from './find-package.mjs'
import { isLicence } from './third-party-notices.mjs'

/**
 * A package and all it needs, by name. What is optional and not installed is for another platform.
 * @type {(name: string, from: string, found?: Map<string, string>) => Map<string, string>}
 */
function collect(name, from, found = new Map()) {
  const folder = found.has(name) ? undefined : findPackage(name, from)
  if (folder === undefined) return found
  found.set(name, folder)
  const { dependencies = {}, optionalDependencies = {} } = readManifest(folder)
  for (const needed of Object.keys({ ...dependencies, ...optionalDependencies })) collect(needed, folder, found)
  return found
}

/** @type {(path: string) => boolean} */
const isNeeded = (path) => isLicence(basename(path)) || !/\.(map|md|d\.ts)$/.test(path)

/**
 * A plugin of rolldown that leaves native packages out of the bundle, which cannot carry them, and copies them beside it:
 * from the folder of the bundle Node finds them in `node_modules`. They are those of the platform that builds.
 * @type {typeof import('./index.mjs').nativePackages}
 */
export function nativePackages(names) {
  return {
    name: 'native-packages',
    options: (options) => ({ ...options, external: [...names] }),
    writeBundle({ dir, file }) {
      const target = join(dir ?? dirname(file ?? ''), 'node_modules')
      rmSync(target, { recursive: true, force: true })
      for (const name of names)
        for (const [needed, folder] of collect(name, process.cwd()))
          cpSync(folder, join(target, needed), { recursive: true, dereference: true, filter: isNeeded })
    },
  }
}
