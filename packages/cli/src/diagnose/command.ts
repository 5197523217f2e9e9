import process from 'node:process'
import type { Command } from '../command'
import { diagnose } from './diagnose'
import { exitCodeOf, toJson, toReport } from './report'

const TIMEOUT_MS = 5_000

/** `uni-phone diagnose [--json]`: checks this machine and its configuration. Exit code 1 if a check failed. */
export const diagnoseCommand: Command = {
  summary: { zh: '检查本机与配置，给出修复办法', en: 'check this machine and its configuration' },
  options: { json: { type: 'boolean', default: false } },
  run: async ({ root, env, options, print }) => {
    const nodeVersion = process.versions.node
    const diagnostics = await diagnose({ root, env, nodeVersion, now: Date.now, timeoutMs: TIMEOUT_MS })
    print(options.json === true ? toJson(diagnostics) : toReport(diagnostics))
    return exitCodeOf(diagnostics)
  },
}
