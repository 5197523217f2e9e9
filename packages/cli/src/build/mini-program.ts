import { spawnSync } from 'node:child_process'
import process from 'node:process'
import { uniCommand, withPlainPath, type Project } from '../project'

export type Platform = 'mp-weixin' | 'h5'

/** Builds the mini program for production and returns the exit code of uni-app's command line. */
export function buildMiniProgram(project: Project, platform: Platform, env: NodeJS.ProcessEnv): number {
  using plain = withPlainPath(project.root)
  const uni = uniCommand(project, plain, env, ['build', '-p', platform])
  const options = { cwd: uni.cwd, env: { ...env, ...uni.env }, stdio: 'inherit' } as const
  return spawnSync(process.execPath, uni.args, options).status ?? 1
}
