import { execFileSync } from 'node:child_process'
import { copyFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { compileMiniProgram, runInNode } from '@uni-phone/miniprogram-runner'
import { sharedRegistry } from '@uni-phone/test-support/packages'
import { MASKED_NUMBER, PHONE_NUMBER } from '@uni-phone/test-support/product'
import { freePort, FULL } from '@uni-phone/test-support/services'
import { type RunningEmulator, SANDBOX_APP_ID, SANDBOX_APP_SECRET, startEmulator } from '@uni-phone/wechat-emulator'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildWithButton, readButtonFiles } from '../docs/adopt/adopted-button'
import { readFileOfPage } from '../docs/doc-code'
import { openStranger, type Stranger } from './published/stranger'

const OURS = ['@uni-phone/server', '@uni-phone/wechat', '@uni-phone/wechat-emulator']
const OF_OTHERS = ['express@5.3.0', '@hono/node-server', 'pino']

const post = (url: string, body: string) =>
  fetch(`${url}/api/v1/phone-number`, { method: 'POST', headers: { 'content-type': 'application/json' }, body })

describe.skipIf(!FULL)('the recipes', () => {
  let stranger: Stranger
  let emulator: RunningEmulator
  let account: NodeJS.ProcessEnv

  const newCode = () => emulator.createPhoneCode({ phoneNumber: PHONE_NUMBER }).code
  const sendCode = async (url: string, code: string) => (await post(url, JSON.stringify({ code }))).json()

  function follow(page: string, ...files: readonly string[]): void {
    stranger.write(Object.fromEntries(files.map((file) => [file, readFileOfPage(`docs/recipes/${page}`, file)])))
  }

  beforeAll(async () => {
    stranger = openStranger(await sharedRegistry())
    await stranger.install(...OURS, ...OF_OTHERS)
    emulator = await startEmulator()
    account = {
      WECHAT_APPID: SANDBOX_APP_ID,
      WECHAT_SECRET: SANDBOX_APP_SECRET,
      WECHAT_API_BASE_URL: emulator.url,
      PORT: '0',
    }
  })

  afterAll(async () => {
    await emulator.close()
    stranger.remove()
  })

  test('Express', async () => {
    follow('express.md', 'server.mjs')
    await using server = await stranger.serve(process.execPath, ['server.mjs'], account)
    const code = newCode()
    expect(await sendCode(server.url, code)).toMatchObject({
      phoneNumber: PHONE_NUMBER,
      data: { member: expect.stringMatching(/^86-\w{8}$/) as unknown },
    })
    expect(await sendCode(server.url, code)).toMatchObject({ status: 409, code: 'code_rejected', retryable: false })
    expect((await post(server.url, 'no JSON')).status).toBe(400)
    expect(await (await fetch(server.url)).text()).toBe('hello')
  })

  test('http of Node', async () => {
    follow('node.md', 'http-server.mjs')
    await using server = await stranger.serve(process.execPath, ['http-server.mjs'], account)
    expect(await sendCode(server.url, newCode())).toMatchObject({ data: { endsIn: PHONE_NUMBER.slice(-4) } })
    expect(await (await fetch(server.url)).text()).toBe('hello')
  })

  test('tests of Node', async () => {
    follow('node.md', 'phone-number.test.mjs')
    const output = await stranger.run(process.execPath, ['--test', '--test-reporter=tap', 'phone-number.test.mjs'])
    expect(output).toContain('# pass 2\n')
  })

  test('Python, with the single file of the emulator', async () => {
    follow('python.md', 'phone.py', 'test_phone.py')
    await stranger.run('npm', ['pack', '@uni-phone/wechat-emulator'])
    const tarball = readdirSync(stranger.folder).find((name) => name.endsWith('.tgz')) ?? ''
    await stranger.run('tar', ['-xzf', tarball, '--strip-components=2', 'package/dist/emulator.mjs'])
    // nothing of ours is installed where it runs
    const files = ['emulator.mjs', 'phone.py', 'test_phone.py']
    const place = join(stranger.folder, 'elsewhere')
    stranger.write({ 'elsewhere/note.txt': '' })
    for (const file of files) copyFileSync(join(stranger.folder, file), join(place, file))
    const output = execFileSync('python3', ['-m', 'unittest', 'test_phone'], {
      cwd: place,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    expect(output).toBe('')
  })

  test('the button in another uni-app, with the Express server', async () => {
    follow('express.md', 'server.mjs')
    const env = { ...account, PORT: String(await freePort()) }
    await using server = await stranger.serve(process.execPath, ['server.mjs'], env)
    using app = await buildWithButton(readButtonFiles(server.url))
    const phone = await runInNode(compileMiniProgram(app.output), {
      openType: () => ({ errMsg: 'getPhoneNumber:ok', code: newCode() }),
    })
    phone.launch('pages/index/index')
    phone.tap('.agreement')
    phone.tap(await phone.until(() => phone.$('.phone-button')))
    await phone.until(() => phone.text().includes(MASKED_NUMBER))
    expect(phone.requests.map(({ url }) => url)).toEqual([`${server.url}/api/v1/phone-number`])
    await phone.close()
  })
})
