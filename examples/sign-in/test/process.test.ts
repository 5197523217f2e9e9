import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { startEmulator } from '@uni-phone/wechat-emulator'
import { expect, test } from 'vitest'
import { startPostgres, WITHOUT_POSTGRES } from '@uni-phone/test-support/services'

const root = fileURLToPath(new URL('..', import.meta.url))
const file = join(mkdtempSync(join(tmpdir(), 'uni-phone-sign-in-')), 'people.db')

function start(env: NodeJS.ProcessEnv) {
  const sandbox = { WECHAT_MODE: 'sandbox', WECHAT_API_BASE_URL: '', HOST: '127.0.0.1', PORT: '0', EMULATOR_PORT: '0' }
  const args = ['--import', 'tsx', 'src/main.ts']
  const child = spawn(process.execPath, args, { cwd: root, env: { PATH: process.env.PATH, ...sandbox, ...env } })
  const exit = once(child, 'exit').then(([code]) => code as number | null)
  let text = ''
  const ready = new Promise<string>((resolve) => {
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk
        const port = /"port":(\d+)/.exec(text)?.[1]
        if (port !== undefined) resolve(`http://127.0.0.1:${port}`)
      })
  })
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal)
    return exit
  }
  return {
    ready,
    output: () => text,
    stop: () => end('SIGTERM'),
    async [Symbol.asyncDispose]() {
      await end('SIGKILL')
    },
  }
}

async function post(url: string, body: object): Promise<Record<string, unknown>> {
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
  return (await response.json()) as Record<string, unknown>
}

async function signIn(url: string): Promise<string> {
  const { code } = await post(`${url}/_sandbox/phone-codes`, { phoneNumber: '13800138000' })
  const reply = await post(`${url}/api/v1/phone-number`, { code })
  expect(reply).toMatchObject({ phoneNumber: '13800138000', data: { token: expect.any(String) as string } })
  return (reply.data as { token: string }).token
}

async function me(url: string, token: string): Promise<number> {
  return (await fetch(`${url}/api/v1/me`, { headers: { authorization: `Bearer ${token}` } })).status
}

test('one command signs people in with an emulator of its own, and a stop closes the file', async () => {
  await using run = start({ DATABASE_URL: file })
  const url = await run.ready
  const token = await signIn(url)
  expect(await me(url, token)).toBe(200)
  expect(existsSync(`${file}-wal`)).toBe(true)
  expect(await run.stop()).toBe(0)
  expect(existsSync(`${file}-wal`)).toBe(false)
  for (const secret of ['13800138000', token]) expect(run.output()).not.toContain(secret)
})

test.skipIf(WITHOUT_POSTGRES)('an emulator that runs is used, and a stop ends all connections', async () => {
  await using emulator = await startEmulator({ port: 0 })
  await using postgres = await startPostgres()
  await using run = start({ DATABASE_URL: await postgres.newDatabase(), EMULATOR_PORT: String(emulator.port) })
  const connections = () => postgres.query("select 1 from pg_stat_activity where application_name = 'sign-in'")
  const url = await run.ready
  expect(await me(url, await signIn(url))).toBe(200)
  expect(emulator.requests().map(({ path }) => path)).toContain('/wxa/business/getuserphonenumber')
  expect(await connections()).not.toEqual([])
  const exit = run.stop()
  await expect.poll(connections, { timeout: 5_000 }).toEqual([])
  expect(await exit).toBe(0)
  expect(run.output()).toContain('"stopped"')
})
