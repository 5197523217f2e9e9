import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { describe, expect, onTestFinished, test } from 'vitest'
import { startEmulator } from '../../src/index'
import { launch, MAIN, run } from '../support/command'
import { TOKEN } from '../support/setup'

const SECRET = 'fedcba9876543210fedcba9876543210'

describe('starting and stopping', () => {
  test('prints one ready line and listens where it says', async () => {
    const { line, url } = await launch(['--port', '0'])
    expect(line).toMatch(/^wechat-emulator ready on http:\/\/127\.0\.0\.1:\d+$/)
    expect((await fetch(`${url}/_emulator/state`)).status).toBe(200)
  })

  test.each(['SIGINT', 'SIGTERM'] as const)(
    '%s stops it with exit code 0, even while a request hangs',
    async (signal) => {
      const { child, url } = await launch(['--port', '0'])
      const headers = { 'content-type': 'application/json' }
      const body = JSON.stringify({ path: TOKEN, fault: { hang: true } })
      await fetch(`${url}/_emulator/faults`, { method: 'POST', headers, body })
      const reply = fetch(`${url}${TOKEN}`).catch((reason: unknown) => reason)
      await expect
        .poll(async () => (await fetch(`${url}/_emulator/requests`)).text(), { timeout: 10_000 })
        .toContain('"hang"')
      child.kill(signal)
      expect(await once(child, 'exit')).toEqual([0, null])
      expect(await reply).toBeInstanceOf(TypeError)
    },
  )

  test('EMULATOR_PORT sets the port, --port overrides it', async () => {
    const taken = await startEmulator()
    onTestFinished(() => taken.close())
    const EMULATOR_PORT = String(taken.port)
    expect((await run([], { env: { EMULATOR_PORT } })).stderr).toContain(`port ${taken.port} is taken`)
    expect((await launch(['--port', '0'], { env: { EMULATOR_PORT } })).line).toContain('ready')
  })

  test('a taken port is exit code 1 with one sentence of advice', async () => {
    const { port, close } = await startEmulator()
    onTestFinished(close)
    const { status, stdout, stderr } = await run(['--port', String(port)])
    expect([status, stdout]).toEqual([1, ''])
    expect(stderr).toMatch(new RegExp(`^wechat-emulator: port ${port} is taken: .*--port or EMULATOR_PORT.*\\n$`))
  })

  test('NODE_ENV=production is refused with exit code 1', async () => {
    const { status, stdout, stderr } = await run(['--port', '0'], { env: { NODE_ENV: 'production' } })
    expect([status, stdout]).toEqual([1, ''])
    expect(stderr).toMatch(/^wechat-emulator: NODE_ENV is production.*unset it.*\n$/)
  })
})

describe('wrong usage', () => {
  test.concurrent.each([
    [['--prot', '1'], '--prot'],
    [['--port'], '--port'],
    [['--port', 'http'], '--port and EMULATOR_PORT take'],
    [['--port', '65536'], '--port and EMULATOR_PORT take'],
    [['--port=-1'], '--port and EMULATOR_PORT take'],
    [['8788'], 'there is no such command'],
    [['--appid', 'wx 1'], 'appId'],
    [['--host', '0.0.0.0'], '--allow-remote'],
    [['--appid', 'wx1', '--appid', 'wx2', '--secret', 'x'], 'each --appid needs its --secret'],
    [['--secret', 'x', '--secret', 'y'], 'each --appid needs its --secret'],
  ])('%j is exit code 2 with one sentence on stderr', async (args, text) => {
    const { status, stdout, stderr } = await run(args)
    expect([status, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(/^wechat-emulator: [^\n]+\n$/)
    expect(stderr).toContain(text)
  })

  test('a wrong EMULATOR_PORT is exit code 2 and names the variable', async () => {
    const { status, stderr } = await run([], { env: { EMULATOR_PORT: 'x' } })
    expect(status).toBe(2)
    expect(stderr).toContain('EMULATOR_PORT')
  })
})

describe('flags', () => {
  test('--allow-remote accepts a host that others can reach', async () => {
    const { line } = await launch(['--port', '0', '--host', '0.0.0.0', '--allow-remote'])
    expect(line).toContain('ready on http://127.0.0.1:')
  })

  test('--appid and --secret set the credentials', async () => {
    const { url } = await launch(['--port', '0', '--appid', 'wx4444444444444444', '--secret', SECRET])
    const query = `grant_type=client_credential&appid=wx4444444444444444&secret=${SECRET}`
    expect(await (await fetch(`${url}${TOKEN}?${query}`)).json()).toHaveProperty('access_token')
  })

  test('--appid and --secret in pairs set several accounts', async () => {
    const pairs = [
      '--appid',
      'wx4444444444444444',
      '--secret',
      SECRET,
      '--appid',
      'wx5555555555555555',
      '--secret',
      'x',
    ]
    const { url } = await launch(['--port', '0', ...pairs])
    const ask = async (appid: string, secret: string) => {
      const query = new URLSearchParams({ grant_type: 'client_credential', appid, secret }).toString()
      return (await fetch(`${url}${TOKEN}?${query}`)).json()
    }
    expect(await ask('wx4444444444444444', SECRET)).toHaveProperty('access_token')
    expect(await ask('wx5555555555555555', 'x')).toHaveProperty('access_token')
    expect(await ask('wx5555555555555555', SECRET)).toMatchObject({ errcode: 40125 })
  })

  test('--seed gives the same codes in each run', async () => {
    const code = async () => {
      const { url } = await launch(['--port', '0', '--seed', 'one'])
      const headers = { 'content-type': 'application/json' }
      return (await fetch(`${url}/_emulator/login-codes`, { method: 'POST', headers, body: '{}' })).text()
    }
    const [first = '', second] = (await Promise.all([code(), code()])).map((text) => text.split(',')[0])
    expect(first).toMatch(/"code":"0\w{31}"/)
    expect(second).toBe(first)
  })

  test('a secret is never printed', async () => {
    for (const args of [
      ['--secret', SECRET, SECRET],
      ['--secret', `${SECRET} `, '--port', '0'],
      [`--sercet=${SECRET}`],
    ]) {
      const { status, stdout, stderr } = await run(args)
      expect(status).toBe(2)
      expect(stdout + stderr).not.toContain(SECRET)
    }
  })

  test('--help names every flag and is exit code 0', async () => {
    const { status, stdout } = await run(['--help'])
    expect(status).toBe(0)
    for (const flag of [
      '--port',
      '--host',
      '--allow-remote',
      '--appid',
      '--secret',
      '--seed',
      '--world',
      '--state',
      '--help',
    ])
      expect(stdout).toContain(flag)
  })

  test('the bin starts with a node shebang', () => {
    expect(readFileSync(MAIN, 'utf8').split('\n')[0]).toBe('#!/usr/bin/env node')
  })
})
