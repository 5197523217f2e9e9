import { cpuMsOf, measureInRounds, rssMbOf, startHttpProgram } from '../harness'

interface StartUp {
  readonly firstAnswerMs: number
  readonly cpuMs: number
  readonly rssMb: number
}

const BARE = "require('http').createServer((q, r) => r.end('{}')).listen(process.env.PORT, '127.0.0.1')"

/** Measures from the start of a process to its first 200. */
async function measureStart(args: readonly string[]): Promise<StartUp> {
  const startedAt = performance.now()
  const { pid, stop } = await startHttpProgram(args, { WECHAT_MODE: 'sandbox', LOG_LEVEL: 'silent' })
  const result = { firstAnswerMs: performance.now() - startedAt, cpuMs: cpuMsOf(pid), rssMb: rssMbOf(pid) }
  await stop()
  return result
}

/** The start of the built server beside a bare `node:http` server. */
export const benchStart = () =>
  measureInRounds({
    'bare node:http': () => measureStart(['-e', BARE]),
    'uni-phone server': () => measureStart(['apps/server/dist/main.mjs']),
  })
