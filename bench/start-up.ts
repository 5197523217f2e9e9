import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { rssMbOf } from './memory-watch'

const PORT = 18_787
const BARE = `require('http').createServer((q, r) => r.end('{}')).listen(${PORT}, '127.0.0.1')`

export interface StartUp {
  readonly firstAnswerMs: number
  readonly rssMb: number
}

async function answers(): Promise<boolean> {
  try {
    return (await fetch(`http://127.0.0.1:${PORT}/healthz`)).ok
  } catch {
    return false
  }
}

async function measureStart(args: readonly string[]): Promise<StartUp> {
  const env = { ...process.env, PORT: String(PORT), HOST: '127.0.0.1', LOG_LEVEL: 'silent' }
  const startedAt = performance.now()
  const child = spawn(process.execPath, args, { env, stdio: 'ignore' })
  while (!(await answers())) await new Promise((resolve) => setTimeout(resolve, 1))
  const firstAnswerMs = performance.now() - startedAt
  await new Promise((resolve) => setTimeout(resolve, 300))
  const rssMb = rssMbOf(child.pid)
  child.kill('SIGKILL')
  await once(child, 'exit')
  return { firstAnswerMs, rssMb }
}

/** From the start of the process to its first 200, and its memory at rest: the server, and a bare `node:http`. */
export const measureServerStart = (): Promise<StartUp> => measureStart(['apps/server/dist/main.mjs'])
export const measureBareStart = (): Promise<StartUp> => measureStart(['-e', BARE])
