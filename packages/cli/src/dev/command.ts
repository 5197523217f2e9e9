import process from 'node:process'
import '../../plain/exit-with-parent.mjs'
import { type Command, CommandError } from '../command'
import { findTakenPorts, withPlainPath } from '../project'
import { toBanner } from './banner'
import { planDevelopment } from './plan'
import { startProcessGroup } from './process-group'

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** `uni-phone dev [--lan]`: emulator, server, H5 and mini program, each watching its sources. */
export const dev: Command = {
  summary: { zh: '启动全部：模拟器、服务端、H5 与小程序', en: 'start everything: emulator, server, H5, mini program' },
  options: { lan: { type: 'boolean', default: false } },
  run: async ({ root, env: given, options, print }) => {
    using plain = withPlainPath(root)
    const { env, ports, parts, facts } = planDevelopment(root, given, { plain, lan: options.lan === true })
    const taken = await findTakenPorts(ports)
    if (taken.length > 0) throw new CommandError(taken.join('\n'))
    const group = startProcessGroup(parts, { env, print })
    for (const signal of SIGNALS)
      process.on(signal, () => {
        group.end(0)
      })
    void group.ready.then(() => {
      print(toBanner(facts))
    })
    return await group.ended
  },
}
