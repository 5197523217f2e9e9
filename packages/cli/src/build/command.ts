import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import process from 'node:process'
import { type Command, CommandError } from '../command'
import { projectAt, type Project } from '../project'
import { buildMiniProgram, type Platform } from './mini-program'

const TARGETS = ['server', 'mp-weixin', 'h5'] as const
type Target = (typeof TARGETS)[number]

function buildServer({ server }: Project): number {
  const rolldown = join(server, 'node_modules/rolldown/bin/cli.mjs')
  return spawnSync(process.execPath, [rolldown, '-c'], { cwd: server, stdio: 'inherit' }).status ?? 1
}

function toTargets(names: readonly string[], { hasMiniProgram }: Project): readonly Target[] {
  const unknown = names.filter((name) => !TARGETS.some((target) => target === name))
  if (unknown.length > 0)
    throw new CommandError(`${unknown.join(' ')} 不是构建目标 is not a target: ${TARGETS.join(', ')}`)
  const all = hasMiniProgram ? TARGETS : (['server'] as const)
  return names.length === 0 ? all : all.filter((target) => names.includes(target))
}

/** `uni-phone build [server|mp-weixin|h5…]`: builds the server and the mini program for production. */
export const build: Command = {
  summary: { zh: '构建服务端、小程序与 H5', en: 'build the server, the mini program and H5' },
  arguments: ['server|mp-weixin|h5'],
  run: async ({ root, env, positionals }) => {
    const project = projectAt(root)
    const buildTarget = (target: Target): number =>
      target === 'server' ? buildServer(project) : buildMiniProgram(project, target satisfies Platform, env)
    return toTargets(positionals, project).reduce((status, target) => status || buildTarget(target), 0)
  },
}
