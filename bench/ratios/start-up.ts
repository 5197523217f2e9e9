import { freePort } from '@uni-phone/test-support/services'
import { cpuMsOf, measureInRounds, rssMbOf, startHttpProgram } from '../harness'

interface StartUp {
  readonly firstAnswerMs: number
  readonly cpuMs: number
  readonly rssMb: number
}

const BARE = "require('http').createServer((q, r) => r.end('{}')).listen(process.env.PORT, '127.0.0.1')"

/** Measures from the start of a process to its first 200. */
async function measureStart(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<StartUp> {
  const startedAt = performance.now()
  const { pid, stop } = await startHttpProgram(args, { WECHAT_MODE: 'sandbox', LOG_LEVEL: 'silent', ...env })
  const result = { firstAnswerMs: performance.now() - startedAt, cpuMs: cpuMsOf(pid), rssMb: rssMbOf(pid) }
  await stop()
  return result
}

/** The emulator answers the path of the health check with 40066 and status 200. */
async function measureEmulatorStart(): Promise<StartUp> {
  const PORT = String(await freePort())
  return measureStart(['--import', 'tsx', 'packages/wechat-emulator/src/main.ts', '--port', PORT], { PORT })
}

/** The start of the built server beside a bare `node:http` server, and of the emulator beside a bare Hono route. */
export const benchStart = () =>
  measureInRounds({
    'bare node:http': () => measureStart(['-e', BARE]),
    'uni-phone server': () => measureStart(['apps/server/dist/main.mjs']),
    'bare Hono route': () => measureStart(['--import', 'tsx', 'bench/ratios/bare-wechat.ts']),
    emulator: measureEmulatorStart,
  })
