import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { promisify } from 'node:util'
import { SANDBOX_APP_ID, SANDBOX_APP_SECRET, startEmulator } from '@uni-phone/wechat-emulator'
import { expect, onTestFinished, test } from 'vitest'
import { buildContext, isLetThrough, root } from './container/docker-ignore'
import { dockerfile, execForm, valueOf } from './container/dockerfile'
import { buildImage, type Image } from './container/image'
import { freePort, FULL } from '@uni-phone/test-support/services'

const last = dockerfile.at(-1)

test('the images are pinned to a version, and pnpm to that of CI', () => {
  for (const { image } of dockerfile) expect(image).toMatch(/^node:24\.\d+\.\d+-[a-z]+(-slim)?$/)
  const [, pnpm] = /pnpm@([\d.]+)/.exec(readFileSync(join(root, '.ci/run'), 'utf8')) ?? []
  const runs = dockerfile.flatMap(({ instructions }) => instructions.filter(({ name }) => name === 'RUN'))
  expect(runs[0]?.value).toBe(`npm install --global pnpm@${pnpm ?? ''}`)
})

test('the image has one file of ours, and runs it as nobody special, without a shell', () => {
  const copies = last?.instructions.filter(({ name }) => ['COPY', 'ADD', 'RUN'].includes(name))
  expect(copies?.map(({ value }) => value)).toEqual(['--from=build /repository/apps/server/dist/main.mjs ./'])
  expect(valueOf(last, 'USER')).toBe('node')
  expect(execForm(valueOf(last, 'CMD'))).toEqual(['node', 'main.mjs'])
  expect(valueOf(last, 'STOPSIGNAL')).toBe('SIGTERM')
})

test.each([
  '.env',
  '.git/config',
  'private.wx0000000000000000.key',
  'node_modules/hono/package.json',
  'apps/server/.env',
  'apps/server/node_modules/hono/package.json',
  'apps/server/dist/main.mjs',
  'apps/server/test/setup.ts',
])('%s does not reach the build', (file) => {
  expect(isLetThrough(file)).toBe(false)
})

test('what the build copies is let through', () => {
  expect(buildContext()).toEqual(
    expect.arrayContaining(['pnpm-lock.yaml', 'apps/server/package.json', 'apps/server/src/main.ts']),
  )
  expect(
    buildContext().filter((file) => !/^(apps\/server|packages\/(config|contract|server|wechat))\/|^pnpm-/.test(file)),
  ).toEqual([])
})

/** The user `node` of the image, where this process may become it. */
const user = process.getuid?.() === 0 ? { uid: 1000, gid: 1000 } : {}

async function start({ folder, env }: Image, settings: NodeJS.ProcessEnv) {
  for (const path of [folder, join(folder, 'main.mjs')]) chmodSync(path, 0o555)
  const [, ...args] = execForm(valueOf(last, 'CMD'))
  const child = spawn(process.execPath, args, { cwd: folder, env: { ...env, ...settings }, ...user })
  onTestFinished(() => void child.kill('SIGKILL'))
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text))
  await expect.poll(() => output).toContain('ready on')
  return child
}

/** Whether Docker would call it healthy. */
async function isHealthy(settings: NodeJS.ProcessEnv): Promise<boolean> {
  const [, ...args] = execForm(valueOf(last, 'HEALTHCHECK'))
  return promisify(execFile)(process.execPath, args, { env: settings }).then(
    () => true,
    () => false,
  )
}

test.skipIf(!FULL)(
  'the build’s own commands make an image that works without a disk',
  { timeout: 180_000 },
  async () => {
    const image = buildImage()
    onTestFinished(image.remove)
    await using emulator = await startEmulator({ port: 0 })
    const port = await freePort()
    const account = { WECHAT_APPID: SANDBOX_APP_ID, WECHAT_SECRET: SANDBOX_APP_SECRET }
    const settings = { ...account, PORT: String(port), WECHAT_API_BASE_URL: emulator.url }
    expect(await isHealthy(settings)).toBe(false)
    const child = await start(image, settings)
    expect(await isHealthy(settings)).toBe(true)
    const reply = await fetch(`http://127.0.0.1:${port}/api/v1/phone-number`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ code: emulator.createPhoneCode({ phoneNumber: '13800138000' }).code }),
    })
    expect(await reply.json()).toMatchObject({ phoneNumber: '13800138000' })
    expect(readdirSync(image.folder)).toEqual(['main.mjs'])
    child.kill('SIGTERM')
    expect(await once(child, 'exit')).toEqual([0, null])
  },
)
