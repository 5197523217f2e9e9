import { spawn } from 'node:child_process'

/** What the command line says when DevTools does not let itself be called. It then asks a question, too: nobody answers. */
const PORT_IS_OFF = /service port disabled|服务端口已关闭/i

export type Opened = { opened: true } | { opened: false; portIsOff: boolean; output: string }

/** @see https://developers.weixin.qq.com/miniprogram/dev/devtools/cli.html */
export function openProject(cli: string, folder: string): Promise<Opened> {
  // Windows runs a .bat through its shell alone, which splits at blanks
  const isBatch = cli.endsWith('.bat')
  const quoted = (text: string) => (isBatch ? `"${text}"` : text)
  const child = spawn(quoted(cli), ['open', '--project', quoted(folder)], {
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: isBatch,
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
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
