import { fork } from 'node:child_process'
import { once } from 'node:events'
import { Writable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { createLogWriter } from '../src/observability'

const FIXTURE = fileURLToPath(new URL('fixtures/log-lines.ts', import.meta.url))
/** More than a pipe and both ends' buffers take, and less than a writer keeps. */
const MANY = 4_000
/** More than a writer keeps. */
const TOO_MANY = 20_000

/** A process that writes lines to a pipe. */
async function startWriter() {
  const child = fork(FIXTURE, { execArgv: ['--import', 'tsx'], stdio: ['ignore', 'pipe', 'inherit', 'ipc'] })
  const { stdout } = child
  if (stdout === null) throw new Error('no pipe')
  await once(child, 'message')
  return {
    stdout,
    /** Resolves when its event loop has gone on after them. */
    async write(count: number): Promise<void> {
      const written = once(child, 'message')
      child.send(count)
      await written
    },
    /** Tells it to stop; resolves with its exit code. */
    async stop(): Promise<unknown> {
      const exit = once(child, 'exit')
      child.kill('SIGTERM')
      return (await exit)[0]
    },
  }
}

test('all lines of one turn of the event loop are one write', async () => {
  const writes: string[] = []
  const output = new Writable({
    write(chunk: Buffer, _, done) {
      writes.push(chunk.toString())
      done()
    },
  })
  const writer = createLogWriter(output)
  for (const line of ['1\n', '2\n', '3\n']) writer.write(line)
  await nextTurn()
  writer.write('4\n')
  await writer.end()
  expect(writes).toEqual(['1\n2\n3\n', '4\n'])
})

test('no line is lost at a stop, however many wait', async () => {
  const writer = await startWriter()
  await writer.write(MANY)
  const [code, output] = await Promise.all([writer.stop(), text(writer.stdout)])
  expect(code).toBe(0)
  expect(output.trim().split('\n')).toHaveLength(MANY + 1)
  expect(output.endsWith('{"msg":"stopped"}\n')).toBe(true)
})

test('a process whose log is not read goes on, and stops', async () => {
  const writer = await startWriter()
  await writer.write(TOO_MANY)
  await writer.write(1)
  expect(await writer.stop()).toBe(0)
})

test('a process whose log was closed goes on, and stops', async () => {
  const writer = await startWriter()
  writer.stdout.destroy()
  await writer.write(MANY)
  await writer.write(1)
  expect(await writer.stop()).toBe(0)
})

test('lines without room are counted, and the log says how many they are once it is read again', async () => {
  const writer = await startWriter()
  await writer.write(1)
  await writer.write(TOO_MANY)
  const [output] = await Promise.all([text(writer.stdout), writer.stop()])
  const lines = output.trim().split('\n')
  const lost = Number(/"lostLines":(\d+)/.exec(output)?.[1])
  expect(lost).toBeGreaterThan(0)
  expect(lines.filter((line) => line.includes('"nth"'))).toHaveLength(TOO_MANY + 1 - lost)
})
