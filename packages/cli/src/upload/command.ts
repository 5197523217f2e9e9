import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { withEnvFile } from '@uni-phone/config'
import { buildMiniProgram } from '../build'
import { type Command, type CommandContext, CommandError } from '../command'
import { projectAt } from '../project'
import { runMiniprogramCi } from './miniprogram-ci'
import { planUpload, type UploadTask } from './plan'

const SAMPLE_MARK = 'FOR THE OWNER: a sample'

function hasSampleTerms(miniProgram: string): boolean {
  const file = join(miniProgram, 'src/agreement/terms-text.ts')
  return existsSync(file) && readFileSync(file, 'utf8').includes(SAMPLE_MARK)
}

function packageVersion(root: string): string {
  return (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }).version
}

async function run(task: UploadTask, { root, env: given, options, print, warn }: CommandContext): Promise<number> {
  const env = withEnvFile(given, root)
  const project = projectAt(root)
  const plan = planUpload(task, { root, env })
  if ('problems' in plan) throw new CommandError(plan.problems.join('\n\n'))
  if (hasSampleTerms(project.miniProgram))
    warn('提醒：用户协议和隐私政策仍是示例文本。 Note: src/agreement still has the sample documents.')
  const failed = buildMiniProgram(project, 'mp-weixin', env)
  if (failed !== 0) return failed
  const { version = packageVersion(root), desc = 'uni-phone' } = options as { version?: string; desc?: string }
  const folder = project.compiled('build')
  const status = runMiniprogramCi({ ...plan, task, project: folder, version, description: desc }, env.MINIPROGRAM_CI)
  if (status === 0 && task === 'preview')
    print(`用手机扫码 Scan with the phone: ${join(dirname(folder), 'preview.jpg')}`)
  return status
}

const options = { version: { type: 'string' }, desc: { type: 'string' } } as const

/** `uni-phone preview`: builds the mini program and makes a QR code that opens it on the developer's phone. */
export const preview: Command = {
  summary: { zh: '在手机上预览小程序', en: 'preview the mini program on a phone' },
  options,
  run: (context) => run('preview', context),
}

/** `uni-phone upload`: builds the mini program and uploads it; the console then offers it as a trial version. */
export const upload: Command = {
  summary: { zh: '上传小程序为体验版', en: 'upload the mini program as a trial version' },
  options,
  run: (context) => run('upload', context),
}
