import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'

export interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
}

interface Workspace {
  readonly catalog: Readonly<Record<string, string>>
  readonly catalogs: Readonly<Record<string, Readonly<Record<string, string>>>>
}

export const readManifest = (folder: string): Manifest =>
  JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest

/**
 * Returns a function that gives dependencies the versions that this repository has: `workspace:*` becomes the version of
 * this package, filled in later, because all are released together, and `catalog:` the pinned one.
 */
export function versionsOf(root: string) {
  const { catalog, catalogs } = parse(readFileSync(join(root, 'pnpm-workspace.yaml'), 'utf8')) as Workspace
  return (dependencies: Readonly<Record<string, string>>): Record<string, string> => {
    const pin = (name: string, wanted: string): string => {
      if (wanted.startsWith('workspace:')) return '{{version}}'
      const [, from] = /^catalog:(.*)$/.exec(wanted) ?? []
      if (from === undefined) return wanted
      const pinned = (from === '' ? catalog : catalogs[from])?.[name]
      if (pinned === undefined) throw new Error(`${name}: no ${wanted} in pnpm-workspace.yaml`)
      return pinned
    }
    return Object.fromEntries(Object.entries(dependencies).map(([name, wanted]) => [name, pin(name, wanted)]))
  }
}
