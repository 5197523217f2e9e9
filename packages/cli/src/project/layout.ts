import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { CommandError } from '../command'

/** Folders of a project. A project may lack the mini program. */
export interface Project {
  readonly root: string
  readonly server: string
  readonly miniProgram: string
  readonly hasMiniProgram: boolean
  /** Compiled mini program, as `dev` or `build` writes it. */
  readonly compiled: (kind: 'dev' | 'build') => string
}

/** Returns the folders of the project at a root. */
export function projectAt(root: string): Project {
  const miniProgram = join(root, 'apps/miniprogram')
  return {
    root,
    server: join(root, 'apps/server'),
    miniProgram,
    hasMiniProgram: existsSync(miniProgram),
    compiled: (kind) => join(miniProgram, 'dist', kind, 'mp-weixin'),
  }
}

/** Finds the root of the project that a folder belongs to. Throws a `CommandError` outside any project. */
export function findRoot(folder: string): string {
  if (existsSync(join(folder, 'pnpm-workspace.yaml'))) return folder
  const parent = dirname(folder)
  if (parent === folder)
    throw new CommandError('这里不是 uni-phone 项目。\nThis is not the folder of a uni-phone project.')
  return findRoot(parent)
}
