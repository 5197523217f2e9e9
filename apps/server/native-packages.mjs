/**
 * Copies native packages beside the bundle, which cannot carry them: from the folder of the bundle Node finds them in
 * `node_modules`. They are those of the platform that builds.
 */
import { cpSync, existsSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Finds an installed package as Node would, from the folder of the one that asks for it. */
function findPackage(name, from) {
  for (let folder = from; ; folder = dirname(folder)) {
    const found = join(folder, 'node_modules', name)
    if (existsSync(join(found, 'package.json'))) return realpathSync(found)
    if (folder === dirname(folder)) return undefined
  }
}

/** A package and all it needs, by name. What is optional and not installed is for another platform. */
function collect(name, from, found = new Map()) {
  const folder = found.has(name) ? undefined : findPackage(name, from)
  if (folder === undefined) return found
  found.set(name, folder)
  const { dependencies = {}, optionalDependencies = {} } = JSON.parse(
    readFileSync(join(folder, 'package.json'), 'utf8'),
  )
  for (const needed of Object.keys({ ...dependencies, ...optionalDependencies })) collect(needed, folder, found)
  return found
}

/** A plugin of rolldown that leaves these packages out of the bundle and puts them beside it. */
export function nativePackages(names) {
  return {
    name: 'native-packages',
    options: (options) => ({ ...options, external: names }),
    writeBundle({ dir, file }) {
      const target = join(dir ?? dirname(file), 'node_modules')
      rmSync(target, { recursive: true, force: true })
      for (const name of names)
        for (const [needed, folder] of collect(name, process.cwd()))
          cpSync(folder, join(target, needed), { recursive: true, dereference: true, filter: isNeeded })
    },
  }
}

/** A package of pnpm's has its own dependencies beside it, not in it. */
function isNeeded(path) {
  return !path.endsWith('.map') && !path.endsWith('.md') && !path.endsWith('.d.ts')
}
