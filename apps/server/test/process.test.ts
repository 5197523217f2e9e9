import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { administer, startRedis, WITHOUT_REDIS } from '@uni-phone/test-support/services'
import { startEmulator } from '@uni-phone/wechat-emulator'
import { beforeAll, expect, test } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'uni-phone-server-'))
const bundle = join(folder, 'main.mjs')
const root = fileURLToPath(new URL('..', import.meta.url))

beforeAll(() => {
  const rolldown = join(root, 'node_modules/rolldown/bin/cli.mjs')
  execFileSync(process.execPath, [rolldown, '-c', '--file', bundle], { cwd: root, stdio: 'ignore' })
}, 30_000)

interface Run {
  child: ChildProcess
  output: () => string
  ready: Promise<string>
  exit: Promise<number | null>
}

function start(env: NodeJS.ProcessEnv, args: readonly string[] = [bundle]): Run {
  const clean = { PATH: process.env.PATH, HOST: '127.0.0.1', NODE_ENV: 'development', SHUTDOWN_GRACE_MS: '0' }
  const child = spawn(process.execPath, args, { cwd: args.includes(bundle) ? folder : root, env: { ...clean, ...env } })
  let text = ''
  const ready = new Promise<string>((resolve) => {
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk
        const port = /"port":(\d+)/.exec(text)?.[1]
        if (port !== undefined) resolve(`http://127.0.0.1:${port}`)
      })
  })
  const exit = once(child, 'exit').then(([code]) => code as number | null)
  return { child, output: () => text, ready, exit }
}

const post = (url: string, code: string) =>
  fetch(`${url}/api/v1/phone-number`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code }),
  })

test('the one built file serves the main job', async () => {
  await using emulator = await startEmulator({ port: 0 })
  const run = start({ PORT: '0', WECHAT_API_BASE_URL: emulator.url })
  const reply = await post(await run.ready, emulator.createPhoneCode({ phoneNumber: '13800138000' }).code)
  expect(await reply.json()).toMatchObject({ phoneNumber: '13800138000' })
  run.child.kill('SIGTERM')
  expect(await run.exit).toBe(0)
  expect(run.output()).not.toContain('13800138000')
})

test.each(['SIGTERM', 'SIGINT'] as const)('%s lets a request in flight finish', async (signal) => {
  await using emulator = await startEmulator({ port: 0 })
  const run = start({ PORT: '0', WECHAT_API_BASE_URL: emulator.url })
  const url = await run.ready
  emulator.addFault({ path: '/wxa/business/getuserphonenumber', fault: { delayMs: 500 } })
  const reply = post(url, emulator.createPhoneCode().code)
  await expect.poll(() => emulator.requests().length).toBe(2)
  run.child.kill(signal)
  expect((await reply).status).toBe(200)
  expect(await run.exit).toBe(0)
})

test('an exchange that outlived its client is finished before the process ends', async () => {
  await using emulator = await startEmulator({ port: 0 })
  const run = start({ PORT: '0', WECHAT_API_BASE_URL: emulator.url, REQUEST_TIMEOUT_MS: '100', LOG_LEVEL: 'debug' })
  const url = await run.ready
  emulator.addFault({ path: '/wxa/business/getuserphonenumber', fault: { delayMs: 600 } })
  expect((await post(url, emulator.createPhoneCode().code)).status).toBe(504)
  run.child.kill('SIGTERM')
  expect(await run.exit).toBe(0)
  const [answered, stopped] = ['"endpoint":"getuserphonenumber"', '"stopped"'].map((text) => run.output().indexOf(text))
  expect(answered).toBeGreaterThan(0)
  expect(stopped).toBeGreaterThan(answered ?? 0)
})

test('the built server is in production unless it is told otherwise', async () => {
  for (const NODE_ENV of ['', undefined]) {
    const run = start({ NODE_ENV })
    expect(await run.exit).toBe(1)
    expect(run.output()).toContain('WECHAT_APPID is missing')
  }
})

test('a stop is announced before it happens: unready, answers that close their connections, then the end', async () => {
  await using emulator = await startEmulator({ port: 0 })
  const run = start({ PORT: '0', WECHAT_API_BASE_URL: emulator.url, SHUTDOWN_GRACE_MS: '60000' })
  const url = await run.ready
  run.child.kill('SIGTERM')
  await expect.poll(async () => (await fetch(`${url}/readyz`)).status).toBe(503)
  expect(await (await fetch(`${url}/readyz`)).json()).toMatchObject({ ready: false, parts: { process: 'stopping' } })
  const reply = await post(url, emulator.createPhoneCode().code)
  expect([reply.status, reply.headers.get('connection')]).toEqual([200, 'close'])
  run.child.kill('SIGTERM')
  expect(await run.exit).toBe(0)
})

test('a stop ends with 0 though a body never does', async () => {
  await using emulator = await startEmulator({ port: 0 })
  const run = start({ PORT: '0', WECHAT_API_BASE_URL: emulator.url, BODY_TIMEOUT_MS: '120000' })
  const { port } = new URL(await run.ready)
  const socket = connect(Number(port), '127.0.0.1')
  socket.on('error', () => undefined)
  socket.write('POST /api/v1/phone-number HTTP/1.1\r\nhost: localhost\r\ncontent-length: 9\r\n\r\n{')
  await fetch(`${await run.ready}/healthz`)
  run.child.kill('SIGTERM')
  expect(await run.exit).toBe(0)
})

test('production without an account refuses to start, and names what is missing', async () => {
  const run = start({ NODE_ENV: 'production' })
  expect(await run.exit).toBe(1)
  expect(run.output()).toContain('WECHAT_APPID is missing')
  expect(run.output()).toContain('WECHAT_SECRET is missing')
})

test('a .env in another encoding refuses to start with words, not a stack', async () => {
  const file = join(folder, '.env')
  writeFileSync(file, Buffer.from([0xc3, 0xdc, 0xd4, 0xbf]))
  const run = start({})
  expect(await run.exit).toBe(1)
  rmSync(file)
  expect(run.output()).toContain('UTF-8')
  expect(run.output()).not.toMatch(/^\s+at /m)
})

test('half an account refuses to start', async () => {
  const run = start({ WECHAT_APPID: 'wx1234567890abcdef' })
  expect(await run.exit).toBe(1)
  expect(run.output()).toContain('WECHAT_SECRET is missing')
})

test('a port that is taken is named, with the variable that changes it', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  const { port } = other.address() as { port: number }
  const run = start({ PORT: String(port) })
  expect(await run.exit).toBe(1)
  expect(run.output()).toContain(`Port ${port} is taken`)
  expect(run.output()).toContain('PORT')
  other.close()
})

test('METRICS_PORT opens a listener for metrics; the numbers are not on the port of the API', async () => {
  await using emulator = await startEmulator({ port: 0 })
  const run = start({ PORT: '0', METRICS_PORT: '0', WECHAT_API_BASE_URL: emulator.url })
  const url = await run.ready
  await post(url, emulator.createPhoneCode().code)
  const port = /"metricsPort":(\d+)/.exec(run.output())?.[1]
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text()
  expect(text).toContain('uni_phone_exchanges_total{outcome="ok"} 1')
  expect((await fetch(`${url}/metrics`)).status).toBe(404)
  run.child.kill('SIGTERM')
  expect(await run.exit).toBe(0)
})

test('/readyz of the one built file tells whether WeChat gives a token', async () => {
  await using emulator = await startEmulator({ port: 0 })
  const run = start({ PORT: '0', WECHAT_API_BASE_URL: emulator.url })
  const url = await run.ready
  expect((await fetch(`${url}/readyz`)).status).toBe(200)
  run.child.kill('SIGTERM')
  await run.exit
  const lost = start({ PORT: '0', WECHAT_API_BASE_URL: 'http://127.0.0.1:9' })
  const reply = await fetch(`${await lost.ready}/readyz`)
  expect([reply.status, await reply.json()]).toMatchObject([503, { parts: { wechat: 'unavailable' } }])
  lost.child.kill('SIGTERM')
  expect(await lost.exit).toBe(0)
})

test('a metrics port that is taken ends the process, with the variable that changes it', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  const { port } = other.address() as { port: number }
  const run = start({ PORT: '0', METRICS_PORT: String(port), REDIS_URL: 'redis://127.0.0.1:1' })
  expect(await run.exit).toBe(1)
  expect(run.output()).toContain('METRICS_PORT')
  other.close()
})

test('a server whose log nobody reads any more serves, and stops', async () => {
  await using emulator = await startEmulator({ port: 0 })
  const run = start({ PORT: '0', WECHAT_API_BASE_URL: emulator.url })
  const url = await run.ready
  run.child.stdout?.destroy()
  run.child.stderr?.destroy()
  for (const code of [emulator.createPhoneCode().code, emulator.createPhoneCode().code])
    expect((await post(url, code)).status).toBe(200)
  run.child.kill('SIGTERM')
  expect(await run.exit).toBe(0)
})

test('a server whose log is not read serves, and stops', async () => {
  await using emulator = await startEmulator({ port: 0 })
  const run = start({ PORT: '0', WECHAT_API_BASE_URL: emulator.url })
  const url = await run.ready
  run.child.stdout?.pause()
  for (let sent = 0; sent < 2_000; sent += 100)
    await Promise.all(Array.from({ length: 100 }, () => fetch(`${url}/${'x'.repeat(1_000)}`)))
  expect((await post(url, emulator.createPhoneCode().code)).status).toBe(200)
  run.child.kill('SIGTERM')
  expect(await run.exit).toBe(0)
})

test('a handler that never finishes does not keep the process from stopping with 0', async () => {
  const fixture = join(root, 'test/fixtures/hanging-handler.ts')
  await using emulator = await startEmulator({ port: 0 })
  const env = { PORT: '0', WECHAT_API_BASE_URL: emulator.url, HANDLER_TIMEOUT_MS: '1000' }
  const run = start(env, ['--import', 'tsx', fixture])
  const reply = post(await run.ready, emulator.createPhoneCode().code)
  await expect.poll(() => emulator.requests().length).toBe(2)
  run.child.kill('SIGTERM')
  expect((await reply).status).toBe(503)
  expect(await run.exit).toBe(0)
  expect(run.output()).toContain('"stopped"')
})

test.skipIf(WITHOUT_REDIS)('the one built file takes a Redis that refuses writes for away', async () => {
  await using emulator = await startEmulator({ port: 0 })
  await using redis = await startRedis()
  const run = start({ PORT: '0', WECHAT_API_BASE_URL: emulator.url, REDIS_URL: redis.url })
  const url = await run.ready
  await expect.poll(run.output).toContain('Redis is there')
  await administer(redis.url, ['CONFIG', 'SET', 'maxmemory', '1'])
  expect((await post(url, emulator.createPhoneCode().code)).status).toBe(200)
  await expect.poll(run.output).toMatch(/"failure":"reply","reply":"OOM","error":"ReplyError"/)
  run.child.kill('SIGTERM')
  expect(await run.exit).toBe(0)
})

const FAILING_HANDLERS = ['--import', 'tsx', join(root, 'test/fixtures/failing-handlers.ts')]

test('a rejection that nobody handles stops the process, after the requests in flight and without its message', async () => {
  await using emulator = await startEmulator({ port: 0 })
  const run = start({ PORT: '0', WECHAT_API_BASE_URL: emulator.url }, FAILING_HANDLERS)
  const url = await run.ready
  emulator.addFault({ path: '/wxa/business/getuserphonenumber', fault: { delayMs: 500 } })
  const slow = post(url, emulator.createPhoneCode({ phoneNumber: '13800138001' }).code)
  await expect.poll(() => emulator.requests().length).toBe(2)
  await post(url, emulator.createPhoneCode({ phoneNumber: '13800138000' }).code)
  expect((await slow).status).toBe(503)
  expect(await run.exit).toBe(1)
  expect(run.output()).toContain('a rejected promise was not handled')
  expect(run.output()).toContain('"stopped"')
  expect(run.output()).not.toContain('13800138000')
})

test("in the sandbox the log says what a handler's error says; with an account it does not", async () => {
  await using emulator = await startEmulator({ port: 0, appId: 'wx1234567890abcdef', appSecret: 'a'.repeat(32) })
  const account = { WECHAT_APPID: 'wx1234567890abcdef', WECHAT_SECRET: 'a'.repeat(32) }
  await using sandbox = await startEmulator({ port: 0 })
  const runs = [
    [sandbox, start({ PORT: '0', WECHAT_API_BASE_URL: sandbox.url }, FAILING_HANDLERS)],
    [emulator, start({ PORT: '0', WECHAT_API_BASE_URL: emulator.url, ...account }, FAILING_HANDLERS)],
  ] as const
  for (const [wechat, run] of runs) {
    expect((await post(await run.ready, wechat.createPhoneCode({ phoneNumber: '13800138001' }).code)).status).toBe(503)
    run.child.kill('SIGTERM')
    await run.exit
  }
  expect(runs[0][1].output()).toContain('cannot read 13800138001')
  expect(runs[1][1].output()).not.toContain('13800138001')
})
