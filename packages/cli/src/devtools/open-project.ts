import spawn from 'cross-spawn'

/** Printed by the command line tool when DevTools does not accept calls. It then also asks a question, which nobody answers. */
const PORT_IS_OFF = /service port disabled|服务端口已关闭/i

export type OpenResult =
  | { readonly opened: true }
  | { readonly opened: false; readonly portIsOff: boolean; readonly output: string }

/**
 * Opens a compiled mini program in WeChat DevTools.
 * @see https://developers.weixin.qq.com/miniprogram/dev/devtools/cli.html
 */
export function openInDevTools(cli: string, folder: string): Promise<OpenResult> {
  const child = spawn(cli, ['open', '--project', folder], { stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text
      // it would wait for an answer
      if (PORT_IS_OFF.test(output)) child.kill()
    })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => {
      const portIsOff = PORT_IS_OFF.test(output)
      resolve(code === 0 && !portIsOff ? { opened: true } : { opened: false, portIsOff, output })
    })
  })
}
