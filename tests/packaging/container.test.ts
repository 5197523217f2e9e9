import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, chownSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { promisify } from 'node:util'
import { type RunningEmulator, SANDBOX_APP_ID, SANDBOX_APP_SECRET, startEmulator } from '@uni-phone/wechat-emulator'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { buildContext, isLetThrough, root } from './container/docker-ignore'
import { dockerfile, execForm, valueOf } from './container/dockerfile'
import { buildImage, type Image } from './container/image'
import { freePort, FULL, startPostgres, WITHOUT_POSTGRES } from '@uni-phone/test-support/services'

const last = dockerfile.at(-1)

test('the images are pinned to a version, and pnpm to that of CI', () => {
  for (const { image } of dockerfile) expect(image).toMatch(/^node:24\.\d+\.\d+-[a-z]+(-slim)?$/)
  const [, pnpm] = /pnpm@([\d.]+)/.exec(readFileSync(join(root, '.ci/run'), 'utf8')) ?? []
  const runs = dockerfile.flatMap(({ instructions }) => instructions.filter(({ name }) => name === 'RUN'))
  expect(runs[0]?.value).toBe(`npm install --global pnpm@${pnpm ?? ''}`)
})

test('the image has what was built and a folder for data, and runs it as nobody special, without a shell', () => {
  const copies = last?.instructions.filter(({ name }) => ['COPY', 'ADD', 'RUN'].includes(name))
  expect(copies?.map(({ value }) => value)).toEqual([
    '--from=build /repository/apps/server/dist ./',
    '--from=build --chown=node:node /repository/data /data',
  ])
  expect(valueOf(last, 'USER')).toBe('node')
  expect(execForm(valueOf(last, 'CMD'))).toEqual(['node', 'main.mjs'])
  expect(valueOf(last, 'STOPSIGNAL')).toBe('SIGTERM')
})

test('what is built for one Linux runs on the same: SQLite is native', () => {
  expect(new Set(dockerfile.map(({ image }) => image)).size).toBe(1)
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
    buildContext().filter(
      (file) => !/^(apps\/server|packages\/(accounts|config|contract|server|wechat))\/|^pnpm-/.test(file),
    ),
  ).toEqual([])
})

/** The user `node` of the image, where this process may become it. */
const user = process.getuid?.() === 0 ? { uid: 1000, gid: 1000 } : undefined

async function start({ root: imageRoot, folder, env }: Image, settings: NodeJS.ProcessEnv) {
  for (const path of [folder, join(folder, 'main.mjs')]) chmodSync(path, 0o555)
  if (user !== undefined) chownSync(join(imageRoot, 'data'), user.uid, user.gid)
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

async function isSignedIn(port: number, emulator: RunningEmulator): Promise<boolean> {
  const reply = await fetch(`http://127.0.0.1:${port}/api/v1/phone-number`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code: emulator.createPhoneCode({ phoneNumber: '13800138000' }).code }),
  })
  const body = (await reply.json()) as { phoneNumber: string; data?: { token?: string } }
  expect(body).toMatchObject({ phoneNumber: '13800138000' })
  const authorization = `Bearer ${body.data?.token ?? ''}`
  const session = await fetch(`http://127.0.0.1:${port}/api/v1/session`, { headers: { authorization } })
  return session.status === 200
}

describe.skipIf(!FULL)('the build’s own commands make an image', () => {
  let image: Image
  beforeAll(() => {
    image = buildImage()
  }, 180_000)
  afterAll(() => {
    image.remove()
  })

  async function run(database: string | undefined): Promise<boolean> {
    await using emulator = await startEmulator({ port: 0 })
    const port = await freePort()
    const account = { WECHAT_APPID: SANDBOX_APP_ID, WECHAT_SECRET: SANDBOX_APP_SECRET }
    const settings = { ...account, PORT: String(port), WECHAT_API_BASE_URL: emulator.url, DATABASE_URL: database }
    expect(await isHealthy(settings)).toBe(false)
    const child = await start(image, settings)
    expect(await isHealthy(settings)).toBe(true)
    const signedIn = await isSignedIn(port, emulator)
    child.kill('SIGTERM')
    expect(await once(child, 'exit')).toEqual([0, null])
    expect(readdirSync(image.folder).sort()).toEqual(['main.mjs', 'node_modules'])
    return signedIn
  }

  test('it works without a disk and without accounts', async () => {
    expect(await run(undefined)).toBe(false)
    expect(readdirSync(join(image.root, 'data'))).toEqual([])
  })

  test('it signs people in with a file in its data folder', async () => {
    expect(await run(join(image.root, 'data/accounts.db'))).toBe(true)
    expect(readdirSync(join(image.root, 'data'))).toContain('accounts.db')
  })

  test.skipIf(WITHOUT_POSTGRES)('it signs people in with PostgreSQL, without the driver of SQLite', async () => {
    await using postgres = await startPostgres()
    rmSync(join(image.folder, 'node_modules/libsql'), { recursive: true })
    expect(await run(await postgres.newDatabase())).toBe(true)
  })
})
