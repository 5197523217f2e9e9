import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { freePort } from '@uni-phone/test-support/services'

const root = fileURLToPath(new URL('../..', import.meta.url))

interface Dev {
  child: ChildProcess
  output: () => string
  ports: { api: number; emulator: number; h5: number }
}

async function startDev(env: NodeJS.ProcessEnv = {}): Promise<Dev> {
  const [api, emulator, h5] = [await freePort(), await freePort(), await freePort()]
  const ports = { PORT: String(api), EMULATOR_PORT: String(emulator), H5_PORT: String(h5) }
  const clean = { WECHAT_APPID: '', WECHAT_SECRET: '', NODE_ENV: '', HOST: '127.0.0.1', LAN_HOST: '192.168.7.7' }
  const child = spawn(process.execPath, ['--import', 'tsx', 'packages/cli/src/main.ts', 'dev'], {
    cwd: root,
    env: { ...process.env, ...clean, ...ports, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let text = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
  return { child, output: () => text, ports: { api, emulator, h5 } }
}

async function panelOf({ child, output }: Dev): Promise<string> {
  while (!output().includes('Ctrl-C')) {
    if (child.exitCode !== null) throw new Error(output())
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return output()
}

async function isFree(port: number): Promise<boolean> {
  const probe = createServer()
  const free = await new Promise<boolean>((resolve) => {
    probe.once('error', () => {
      resolve(false)
    })
    probe.listen(port, '127.0.0.1', () => {
      resolve(true)
    })
  })
  probe.close()
  return free
}

const allFree = async ({ ports }: Dev) => (await Promise.all(Object.values(ports).map(isFree))).every(Boolean)

const json = (body: object): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
})

test('everything starts, does the main job, says where it is, and SIGTERM leaves nothing behind', async () => {
  const dev = await startDev()
  const panel = await panelOf(dev)
  const { api, h5, emulator } = dev.ports
  for (const text of [
    `http://127.0.0.1:${h5}/`,
    `http://192.168.7.7:${api}`,
    `console         http://127.0.0.1:${emulator}/\n`,
    '调试',
    'apps/miniprogram/dist/dev/mp-weixin',
    'sandbox',
  ])
    expect(panel).toContain(text)
  const page = await fetch(`http://127.0.0.1:${emulator}/`)
  expect(await page.text()).toContain('<h1>wechat-emulator</h1>')
  const origin = `http://127.0.0.1:${h5}`
  const made = (await (await fetch(`${origin}/_sandbox/phone-codes`, json({}))).json()) as { code: string }
  const reply = await fetch(`${origin}/api/v1/phone-number`, json({ code: made.code }))
  expect(await reply.json()).toMatchObject({ countryCode: '86' })
  dev.child.kill('SIGTERM')
  await once(dev.child, 'exit')
  expect(await allFree(dev)).toBe(true)
})

test('a killed parent leaves nothing behind', async () => {
  const dev = await startDev()
  await panelOf(dev)
  dev.child.kill('SIGKILL')
  await expect.poll(() => allFree(dev), { timeout: 10_000 }).toBe(true)
})

test('a port that is taken is named, with the variable that changes it, and nothing is started', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  const { port } = other.address() as { port: number }
  const dev = await startDev({ H5_PORT: String(port) })
  expect(await once(dev.child, 'exit')).toEqual([1, null])
  expect(dev.output()).toContain(`Port ${port} is taken`)
  expect(dev.output()).toContain('H5_PORT=')
  expect(dev.output()).not.toContain('ready')
  other.close()
})

test('half an account is refused before anything is started', async () => {
  const dev = await startDev({ WECHAT_APPID: 'wx1234567890abcdef' })
  expect(await once(dev.child, 'exit')).toEqual([1, null])
  expect(dev.output()).toContain('WECHAT_SECRET is missing')
})
