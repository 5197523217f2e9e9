import { spawnSync } from 'node:child_process'
import process from 'node:process'
import { join } from 'node:path'
import type { UploadPlan, UploadTask } from './plan'

/** 276 MB: fetched when it is needed, into npx's own cache. */
const FETCHED = { command: 'npx', args: ['--yes', 'miniprogram-ci@2.1.42'] }

export interface CiTask extends UploadPlan {
  readonly task: UploadTask
  readonly project: string
  readonly version: string
  readonly description: string
}

/** @see https://developers.weixin.qq.com/miniprogram/dev/devtools/ci.html */
export function toCiArguments({ task, appId, keyFile, project, version, description }: CiTask): string[] {
  const common = ['--pp', project, '--pkp', keyFile, '--appid', appId, '--uv', version, '--ud', description, '-r', '1']
  const code = ['--qrcode-format', 'image', '--qrcode-output-dest', join(project, '../preview.jpg')]
  return [task, ...common, ...(task === 'preview' ? code : [])]
}

/** Its exit code. `executable` stands for what is fetched otherwise. */
export function runMiniprogramCi(task: CiTask, executable: string | undefined): number {
  const { command, args } = executable ? { command: executable, args: [] } : FETCHED
  const isWindows = process.platform === 'win32'
  const run = spawnSync(command, [...args, ...toCiArguments(task)], { stdio: 'inherit', shell: isWindows })
  return run.status ?? 1
}
