import { existsSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { readToolConfig, withEnvFile } from '@uni-phone/config'
import { type Command, CommandError } from '../command'
import { projectAt } from '../project'
import { findDevToolsCli } from './devtools-cli'
import { openInDevTools } from './open-project'

const NOT_INSTALLED = `没有找到微信开发者工具：请先安装；装在别处时，把 WECHAT_DEVTOOLS_CLI 设为其 cli 的路径。
WeChat DevTools was not found. It runs on macOS and Windows:
https://developers.weixin.qq.com/miniprogram/dev/devtools/download.html
If it is installed elsewhere, set WECHAT_DEVTOOLS_CLI to its command line tool (cli, or cli.bat on Windows).`

const PORT_IS_OFF = `微信开发者工具的服务端口已关闭：请打开工具，在“设置 › 安全设置”中打开服务端口，再试一次。
The service port of WeChat DevTools is off. Open DevTools, turn it on under Settings › Security, and try again.`

/** `uni-phone devtools [--build]`: opens the mini program that `dev` (or `build`) has compiled in WeChat DevTools. */
export const devtools: Command = {
  summary: { zh: '在微信开发者工具中打开小程序', en: 'open the mini program in WeChat DevTools' },
  options: { build: { type: 'boolean', default: false } },
  run: async ({ root, env, options, print }) => {
    const kind = options.build === true ? 'build' : 'dev'
    const folder = projectAt(root).compiled(kind)
    const cli = findDevToolsCli(readToolConfig(withEnvFile(env, root)).devToolsCli, process.platform)
    if (cli === undefined) throw new CommandError(NOT_INSTALLED)
    if (!existsSync(join(folder, 'project.config.json')))
      throw new CommandError(`请先运行 pnpm ${kind}。\n${folder} has no mini program yet: run \`pnpm ${kind}\` first.`)
    const result = await openInDevTools(cli, folder)
    if (!result.opened)
      throw new CommandError(
        result.portIsOff ? PORT_IS_OFF : `微信开发者工具没有打开它 WeChat DevTools did not open it:\n${result.output}`,
      )
    print(`已在微信开发者工具中打开 Opened in WeChat DevTools: ${folder}`)
    return 0
  },
}
