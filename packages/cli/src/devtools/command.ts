/** Opens the mini program in WeChat DevTools: what `pnpm dev` writes, or with `--build` what `pnpm build` has written. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { withEnvFile } from '@uni-phone/config'
import { findDevToolsCli } from './devtools/cli-path'
import { openProject } from './devtools/open-project'

const root = fileURLToPath(new URL('..', import.meta.url))

const NOT_INSTALLED = `WeChat DevTools was not found. It runs on macOS and Windows:
https://developers.weixin.qq.com/miniprogram/dev/devtools/download.html
Installed elsewhere? Set WECHAT_DEVTOOLS_CLI to its command line (cli, or cli.bat on Windows).
没有找到微信开发者工具：请先安装；装在别处时，把 WECHAT_DEVTOOLS_CLI 设为其 cli 的路径。`

const PORT_IS_OFF = `WeChat DevTools has its service port off. Open DevTools, Settings › Security, switch the service port on, and try again.
微信开发者工具的服务端口已关闭：请打开工具，在“设置 › 安全设置”中打开服务端口，再试一次。`

function refuse(words: string): void {
  process.stderr.write(`${words}\n`)
  process.exitCode = 1
}

async function open(kind: 'dev' | 'build'): Promise<void> {
  const folder = join(root, 'apps/miniprogram/dist', kind, 'mp-weixin')
  const cli = findDevToolsCli(withEnvFile(process.env, root).WECHAT_DEVTOOLS_CLI, process.platform)
  if (cli === undefined) {
    refuse(NOT_INSTALLED)
    return
  }
  if (!existsSync(join(folder, 'project.config.json'))) {
    refuse(`${folder} has no mini program yet: run \`pnpm ${kind}\` first. 请先运行 pnpm ${kind}。`)
    return
  }
  const result = await openProject(cli, folder)
  if (result.opened) process.stdout.write(`Opened in WeChat DevTools: ${folder}\n`)
  else refuse(result.portIsOff ? PORT_IS_OFF : `WeChat DevTools did not open it:\n${result.output}`)
}

const { values } = parseArgs({ options: { build: { type: 'boolean', default: false } } })
await open(values.build ? 'build' : 'dev')
