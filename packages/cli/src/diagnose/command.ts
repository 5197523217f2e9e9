/** Looks at this machine and its configuration, and says what to do: `pnpm diagnose`. */
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { diagnose } from './diagnose/diagnosis'
import { exitCodeOf, toJson, toReport } from './diagnose/report'

const USAGE = `用法 Usage: pnpm diagnose [--json]

  --json   一个 JSON 文档，供脚本使用 one JSON document, for scripts

退出码 Exit codes: 0 没有失败 nothing failed, 1 有失败 something failed, 2 用法错误 wrong usage
`

const PATIENCE_MS = 5_000

function readArguments(): { json: boolean; help: boolean } | undefined {
  try {
    const options = {
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    } as const
    return parseArgs({ options }).values
  } catch {
    return undefined
  }
}

async function run(json: boolean): Promise<void> {
  const { env, platform, versions } = process
  const root = fileURLToPath(new URL('..', import.meta.url))
  const machine = { root, env, platform, nodeVersion: versions.node }
  const findings = await diagnose({ ...machine, now: Date.now, patienceMs: PATIENCE_MS })
  process.stdout.write(`${json ? toJson(findings) : toReport(findings)}\n`)
  process.exitCode = exitCodeOf(findings)
}

const given = readArguments()
if (given === undefined) {
  process.stderr.write(USAGE)
  process.exitCode = 2
} else if (given.help) process.stdout.write(USAGE)
else await run(given.json)
