import { join, relative } from 'node:path'
import type { Project } from './layout'
import type { PlainPath } from './plain-path'

/** A Node script with its arguments, working directory and additional environment variables. */
export interface NodeCommand {
  readonly cwd: string
  readonly args: readonly string[]
  readonly env: NodeJS.ProcessEnv
}

/** Appends a module to preload to the NODE_OPTIONS of an environment. */
export function preloading(env: NodeJS.ProcessEnv, ...modules: readonly (string | undefined)[]): NodeJS.ProcessEnv {
  const flags = modules.filter((url) => url !== undefined).map((url) => `--import=${url}`)
  return { NODE_OPTIONS: [env.NODE_OPTIONS, ...flags].filter(Boolean).join(' ') }
}

/** Returns the call of uni-app's command line in the project's mini program, through a plain path. */
export function uniCommand(
  project: Project,
  plain: PlainPath,
  env: NodeJS.ProcessEnv,
  args: readonly string[],
): NodeCommand {
  const cwd = join(plain.path, relative(project.root, project.miniProgram))
  return {
    cwd,
    args: [join(cwd, 'node_modules/@dcloudio/vite-plugin-uni/bin/uni.js'), ...args],
    // CI: without it uni's command line reports each run to its maker
    env: { CI: '1', ...preloading(env, plain.preload) },
  }
}
