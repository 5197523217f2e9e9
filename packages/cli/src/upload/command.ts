/** `pnpm preview` puts the mini program on the developer's phone, `pnpm upload` makes it a trial version on WeChat's console. */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { withEnvFile } from '@uni-phone/config'
import { runMiniprogramCi } from './upload/miniprogram-ci'
import { planUpload, type UploadTask } from './upload/plan'

const root = fileURLToPath(new URL('..', import.meta.url))
const app = join(root, 'apps/miniprogram')
const project = join(app, 'dist/build/mp-weixin')

function build(env: NodeJS.ProcessEnv): number {
  const uni = join(app, 'node_modules/@dcloudio/vite-plugin-uni/bin/uni.js')
  // CI: uni's command line reports each run to its maker without it
  const run = spawnSync(process.execPath, [uni, 'build', '-p', 'mp-weixin'], {
    cwd: app,
    env: { ...env, CI: '1' },
    stdio: 'inherit',
  })
  return run.status ?? 1
}

function remindOfSamples(): void {
  const terms = readFileSync(join(app, 'src/agreement/terms-text.ts'), 'utf8')
  if (terms.includes('FOR THE OWNER: a sample'))
    process.stderr.write('Note: src/agreement still has the sample documents. 提醒：用户协议和隐私政策仍是示例文本。\n')
}

function send(task: UploadTask, version: string, description: string): number {
  const env = withEnvFile(process.env, root)
  const plan = planUpload(task, { root, env })
  if ('problems' in plan) {
    process.stderr.write(`${plan.problems.join('\n\n')}\n`)
    return 1
  }
  remindOfSamples()
  const failed = build(env)
  if (failed !== 0) return failed
  const status = runMiniprogramCi({ ...plan, task, project, version, description }, env.MINIPROGRAM_CI)
  if (status === 0 && task === 'preview') process.stdout.write(`The code to scan: ${join(project, '../preview.jpg')}\n`)
  return status
}

const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { version: { type: 'string', default: version }, desc: { type: 'string', default: 'uni-phone' } },
})
process.exitCode = send(positionals[0] === 'upload' ? 'upload' : 'preview', values.version, values.desc)
