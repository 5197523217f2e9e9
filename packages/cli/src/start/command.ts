import process from 'node:process'
import type { Command } from '../command'
import { plainFile } from '../project'

/** `uni-phone start`: runs the built server in this process. */
export const start: Command = {
  summary: { zh: '运行构建好的服务端', en: 'run the built server' },
  run: async ({ root }) => {
    process.chdir(root)
    await import(plainFile('start.mjs').href)
    return Number(process.exitCode ?? 0)
  },
}
