import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import process from 'node:process'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { afterAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import { installPackage } from '../support/installed-package'

// each starts a process, perhaps on a busy computer
vi.setConfig({ testTimeout: 60_000 })

const folder = (await installPackage()) ?? ''
const packageTest = test.skipIf(folder === '')
const run = promisify(execFile)
const COMPILER = join(createRequire(import.meta.url).resolve('typescript/package.json'), '../bin/tsc')

const PROGRAM = `
  import { SANDBOX_APP_ID, SANDBOX_APP_SECRET, startEmulator } from '@uni-phone/wechat-emulator'
  const emulator = await startEmulator()
  const account = { grant_type: 'client_credential', appid: SANDBOX_APP_ID, secret: SANDBOX_APP_SECRET }
  const post = async (path, body) => (await fetch(emulator.url + path, { method: 'POST', body: JSON.stringify(body) })).json()
  const { access_token } = await post('/cgi-bin/stable_token', account)
  const { code } = emulator.createPhoneCode({ phoneNumber: '13900139000' })
  console.log((await post('/wxa/business/getuserphonenumber?access_token=' + access_token, { code })).phone_info.phoneNumber)
  await emulator.close()
`
const TYPED_PROGRAM = `
  import { createEmulator, startEmulator, type EmulatorState, type Fault } from '@uni-phone/wechat-emulator'
  import type { paths } from '@uni-phone/wechat-emulator/openapi'
  type Body = paths['/_emulator/phone-codes']['post']['responses'][200]['content']['application/json']
  const body: Body = { code: 'x', expiresAt: 1 }
  // @ts-expect-error a code is text
  body.code = 1
  await using emulator = await startEmulator({ seed: 'one', quotas: { tokensPerDay: 2 } })
  const url: string = emulator.url
  const state: EmulatorState = createEmulator().state()
  const fault: Fault = { status: 502, after: true }
  // @ts-expect-error a path is needed
  emulator.addFault({ fault })
  // @ts-expect-error there is no such option
  createEmulator({ appID: url, state })
`
const TYPE_OPTIONS = {
  strict: true,
  noEmit: true,
  skipDefaultLibCheck: true,
  target: 'es2022',
  module: 'nodenext',
  lib: ['ES2022', 'ESNext.Disposable', 'DOM', 'DOM.AsyncIterable'],
  types: [],
}

afterAll(async () => {
  if (folder !== '') await rm(folder, { recursive: true })
})

describe('the packed package', () => {
  packageTest('the installed command starts and serves its console', async () => {
    const child = spawn(join(folder, 'node_modules/.bin/wechat-emulator'), ['--port', '0'], { cwd: folder })
    onTestFinished(() => {
      child.kill('SIGKILL')
    })
    const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
    const url = line.slice(line.indexOf('http'))
    for (const path of ['', '/_emulator/console/main.js', '/_emulator/console/components.css', '/_emulator/state'])
      expect((await fetch(url + path)).status).toBe(200)
  })

  packageTest('can be imported and exchanges a code', async () => {
    const { stdout } = await run(process.execPath, ['--input-type=module', '-e', PROGRAM], { cwd: folder })
    expect(stdout).toBe('13900139000\n')
  })

  packageTest('has types that resolve in Node', async () => {
    await writeFile(join(folder, 'program.ts'), TYPED_PROGRAM)
    await writeFile(
      join(folder, 'tsconfig.json'),
      JSON.stringify({ compilerOptions: TYPE_OPTIONS, files: ['program.ts'] }),
    )
    const { stdout } = await run(process.execPath, [COMPILER, '-p', folder]).catch(
      (error: unknown) => error as { stdout: string },
    )
    expect(stdout).toBe('')
  })

  packageTest('contains what it needs and no source', async () => {
    const files = await readdir(join(folder, 'node_modules/@uni-phone/wechat-emulator'))
    expect(files.sort()).toEqual([
      'LICENSE',
      'README.md',
      'README.zh-CN.md',
      'console',
      'dist',
      'docs',
      'package.json',
      'schemas',
    ])
  })
})
