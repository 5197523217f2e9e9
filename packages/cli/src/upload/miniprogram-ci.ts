import { join } from 'node:path'
import spawn from 'cross-spawn'
import type { UploadPlan, UploadTask } from './plan'

/** 276 MB, so it is not a dependency: npx downloads it into its own cache when it is needed. */
const DOWNLOADED = { command: 'npx', args: ['--yes', 'miniprogram-ci@2.1.42'] }

export interface CiTask extends UploadPlan {
  readonly task: UploadTask
  readonly project: string
  readonly version: string
  readonly description: string
}

/** @see https://developers.weixin.qq.com/miniprogram/dev/devtools/ci.html */
function toCiArguments({ task, appId, keyFile, project, version, description }: CiTask): string[] {
  const common = ['--pp', project, '--pkp', keyFile, '--appid', appId, '--uv', version, '--ud', description, '-r', '1']
  const code = ['--qrcode-format', 'image', '--qrcode-output-dest', join(project, '../preview.jpg')]
  return [task, ...common, ...(task === 'preview' ? code : [])]
}

/** Runs miniprogram-ci, or `executable` in its place, and returns the exit code. */
export function runMiniprogramCi(task: CiTask, executable: string | undefined): number {
  const { command, args } = executable ? { command: executable, args: [] } : DOWNLOADED
  return spawn.sync(command, [...args, ...toCiArguments(task)], { stdio: 'inherit' }).status ?? 1
}
