import { SANDBOX_APP_ID, SANDBOX_APP_SECRET, startEmulator } from '@uni-phone/wechat-emulator'
import { compileMiniProgram, runInNode } from '@uni-phone/miniprogram-runner'
import { afterAll, expect, test } from 'vitest'
import { buildWithButton, readButtonFiles } from './adopted-button'
import { installParts } from './adopted-parts'
import { readFileOfPage } from '../doc-code'
import { freePort, FULL } from '@uni-phone/test-support/services'
import { MASKED_NUMBER, PHONE_NUMBER } from '@uni-phone/test-support/product'

const PAGE = 'docs/adopt.md'
const parts = FULL ? await installParts() : undefined
const recipe = test.skipIf(parts === undefined)

afterAll(() => parts?.remove())

async function open() {
  if (parts === undefined) throw new Error('npm could not install the packages')
  for (const file of ['exchange.mjs', 'server.mjs', 'phone-number.test.mjs'])
    await parts.write(file, readFileOfPage(PAGE, file))
  const emulator = await startEmulator({ port: 0 })
  const env = {
    WECHAT_APPID: SANDBOX_APP_ID,
    WECHAT_SECRET: SANDBOX_APP_SECRET,
    WECHAT_API_BASE_URL: emulator.url,
  }
  return {
    ...parts,
    env,
    newCode: () => emulator.createPhoneCode({ phoneNumber: PHONE_NUMBER }).code,
    [Symbol.asyncDispose]: () => emulator.close(),
  }
}

const post = (url: string, code: string) =>
  fetch(`${url}/api/v1/phone-number`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code }),
  })

recipe('the client alone, in Node', async () => {
  await using t = await open()
  expect(await t.node(['exchange.mjs', t.newCode()], t.env)).toBe(`+86 ${PHONE_NUMBER}\n`)
})

recipe('the client alone, in an Express server', async () => {
  await using t = await open()
  using server = await t.serve('server.mjs', t.env)
  const code = t.newCode()
  expect(await (await post(server.url, code)).json()).toMatchObject({ phoneNumber: PHONE_NUMBER, countryCode: '86' })
  const again = await post(server.url, code)
  expect([again.status, await again.json()]).toEqual([409, { code: 'code_rejected', status: 409, retryable: false }])
  for (const body of ['{}', '{"code":5}', 'no JSON']) {
    const headers = { 'content-type': 'application/json' }
    const refused = await fetch(`${server.url}/api/v1/phone-number`, { method: 'POST', headers, body })
    expect([refused.status, await refused.json()]).toMatchObject([400, { code: 'invalid_request' }])
  }
})

recipe('the emulator alone, in a test of Node', async () => {
  await using t = await open()
  expect(await t.node(['--test', '--test-reporter=tap', 'phone-number.test.mjs'])).toContain('# pass 1\n')
})

recipe('the button alone, in another uni-app, with the Express server', async () => {
  await using t = await open()
  using server = await t.serve('server.mjs', t.env, await freePort())
  using app = await buildWithButton(readButtonFiles(server.url))
  const phone = await runInNode(compileMiniProgram(app.output), {
    openType: () => ({ errMsg: 'getPhoneNumber:ok', code: t.newCode() }),
  })
  phone.launch('pages/index/index')
  phone.tap('.agreement')
  phone.tap(await phone.until(() => phone.$('.phone-button')))
  await phone.until(() => phone.text().includes(MASKED_NUMBER))
  expect(phone.requests.map(({ url }) => url)).toEqual([`${server.url}/api/v1/phone-number`])
  await phone.close()
})

test('the readme of the client has the same lines', () => {
  expect(readFileOfPage('packages/wechat/README.md', 'exchange.mjs')).toBe(readFileOfPage(PAGE, 'exchange.mjs'))
})
