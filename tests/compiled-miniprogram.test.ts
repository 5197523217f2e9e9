import { rmSync } from 'node:fs'
import { type CompiledMiniProgram, compileMiniProgram, runInNode, type RunOptions } from '@uni-phone/miniprogram-runner'
import type { AppDependencies } from '@uni-phone/server'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildApp } from '../apps/miniprogram/test/uni-cli'
import { freePort } from './free-port'
import { MASKED_NUMBER, PHONE_NUMBER, startStack } from './stack'

const port = await freePort()
const folders: string[] = []
let production: CompiledMiniProgram
let development: CompiledMiniProgram

beforeAll(async () => {
  const VITE_API_BASE_URL = `http://127.0.0.1:${port}`
  const [built, watched] = await Promise.all([
    buildApp('mp-weixin', { VITE_API_BASE_URL }),
    buildApp('mp-weixin', { VITE_API_BASE_URL, UNI_PHONE_SANDBOX: '1' }, true),
  ])
  folders.push(built.folder, watched.folder)
  production = compileMiniProgram(built.folder)
  development = compileMiniProgram(watched.folder)
})

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true })
})

/** The mini program on a phone, with a server and a WeChat, at the authorization page. */
async function open(
  program: CompiledMiniProgram,
  options: RunOptions = {},
  dependencies: Partial<AppDependencies> = {},
) {
  const stack = await startStack(port, dependencies)
  const login = () => stack.emulator.createLoginCode().code
  const allow = () => ({ errMsg: 'getPhoneNumber:ok', code: stack.newCode() })
  const phone = await runInNode(program, { login, openType: allow, ...options })
  phone.launch('pages/phone/phone')
  return {
    ...stack,
    phone,
    message: () => phone.until(() => phone.$('.phone-message')?.text),
    async [Symbol.asyncDispose]() {
      await phone.close()
      await stack[Symbol.asyncDispose]()
    },
  }
}

test('both builds compile without a diagnostic', () => {
  expect(production.diagnostics).toEqual([])
  expect(development.diagnostics).toEqual([])
})

test('production: home can be read without authorizing, and leads to the page that asks', async () => {
  await using t = await open(production)
  t.phone.launch('pages/index/index')
  expect(t.phone.text()).toContain('手机号的用途')
  t.phone.tap('.authorize-link')
  await t.phone.until(() => t.phone.page.route === 'pages/phone/phone')
  expect(t.exchanges()).toBe(0)
})

test('production: tap, allow, number shown; and home shows it too', async () => {
  await using t = await open(production)
  t.phone.launch('pages/index/index')
  t.phone.tap('.authorize-link')
  await t.phone.until(() => t.phone.$('.phone-button'))
  t.phone.tap('.phone-button')
  await t.phone.until(() => t.phone.$('.phone-result'))
  expect(t.phone.text('.phone-result')).toBe(MASKED_NUMBER)
  expect(t.phone.text()).not.toContain(PHONE_NUMBER)
  t.phone.tap('.finish-button')
  await t.phone.until(() => t.phone.page.route === 'pages/index/index' && t.phone.$('.phone-result'))
  expect(t.phone.text('.phone-result')).toBe(MASKED_NUMBER)
  expect(t.phone.problems()).toEqual([])
  expect(t.exchanges()).toBe(1)
})

test('production: from the tap to the number at most 3 setData calls and 400 bytes', async () => {
  await using t = await open(production)
  await t.phone.until(() => t.phone.$('.phone-button'))
  const before = t.phone.setDataCalls.length
  t.phone.tap('.phone-button')
  await t.phone.until(() => t.phone.$('.phone-result'))
  const calls = t.phone.setDataCalls.slice(before)
  expect(calls.length).toBeLessThanOrEqual(3)
  expect(calls.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThanOrEqual(400)
})

test('production: the request has the code, the login code and a key, and goes to our server alone', async () => {
  await using t = await open(production)
  t.phone.tap('.phone-button')
  await t.phone.until(() => t.phone.$('.phone-result'))
  expect(t.phone.requests).toHaveLength(1)
  const { url, header, body } = t.phone.requests[0] ?? {}
  expect(url).toBe(`http://127.0.0.1:${port}/api/v1/phone-number`)
  expect(header?.['idempotency-key']).toMatch(/^"?[\w-]{8,128}"?$/)
  expect(JSON.parse(body ?? '')).toEqual({
    code: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    loginCode: expect.stringMatching(/^0\w{31}$/) as string,
  })
})

test.each(['getPhoneNumber:fail user deny', 'getPhoneNumber:fail:user deny'])(
  'production: a refusal spelt "%s" is calm, and asks nobody',
  async (errMsg) => {
    await using t = await open(production, { openType: () => ({ errMsg }) })
    t.phone.tap('.phone-button')
    expect(await t.message()).toContain('不影响继续浏览')
    expect(t.phone.requests).toEqual([])
    expect(t.phone.$('.phone-button')?.property('disabled')).toBe(false)
  },
)

test('production: a used code asks for another tap, which works', async () => {
  let code = ''
  await using t = await open(production, { openType: () => ({ errMsg: 'getPhoneNumber:ok', code }) })
  code = t.newCode()
  t.phone.tap('.phone-button')
  await t.phone.until(() => t.phone.$('.phone-result'))
  t.phone.tap('.finish-button')
  await using again = await runAgain(() => ({ errMsg: 'getPhoneNumber:ok', code }))
  again.tap('.phone-button')
  expect(await again.until(() => again.$('.phone-message')?.text)).toContain('请再点一次按钮')
  code = t.newCode()
  again.tap('.phone-button')
  await again.until(() => again.$('.phone-result'))
})

/** A second phone at the same server. */
async function runAgain(openType: RunOptions['openType']) {
  const phone = await runInNode(production, { openType })
  phone.launch('pages/phone/phone')
  return Object.assign(phone, { [Symbol.asyncDispose]: () => phone.close() })
}

test('production: a code that is five minutes old asks for another tap', async () => {
  let code = ''
  await using t = await open(production, { openType: () => ({ errMsg: 'getPhoneNumber:ok', code }) })
  code = t.newCode()
  t.emulator.advance(301_000)
  t.phone.tap('.phone-button')
  expect(await t.message()).toContain('请再点一次按钮')
})

test('production: with the server gone the page says so, and the retry works when it is back', async () => {
  await using t = await open(production)
  await t.server.stop()
  t.phone.tap('.phone-button')
  expect(await t.message()).toContain('网络')
  await using back = await startStack(port)
  const key = () => t.phone.requests.at(-1)?.header['idempotency-key']
  const first = key()
  t.phone.tap('.retry-button')
  await t.phone.until(() => t.phone.requests.at(-1)?.result?.statusCode !== undefined)
  expect(key()).toBe(first)
  expect(back.exchanges()).toBe(1)
})

test('production: a WeChat silent past the deadline is waited for, and its answer is not lost', async () => {
  await using t = await open(production, {}, { requestTimeoutMs: 200 })
  t.emulator.addFault({ path: '/wxa/business/getuserphonenumber', fault: { delayMs: 1000 } })
  t.phone.tap('.phone-button')
  await t.message()
  await t.phone.until(() => {
    if (t.phone.$('.retry-button') !== undefined) t.phone.tap('.retry-button')
    return t.phone.$('.phone-result')
  }, 10_000)
  expect(t.phone.text('.phone-result')).toBe(MASKED_NUMBER)
  expect(t.exchanges()).toBe(1)
})

test('production: 暂不授权 leads back', async () => {
  await using t = await open(production)
  t.phone.launch('pages/index/index')
  t.phone.tap('.authorize-link')
  await t.phone.until(() => t.phone.page.route === 'pages/phone/phone')
  t.phone.tap('.skip-button')
  await t.phone.until(() => t.phone.page.route === 'pages/index/index')
})

test('production: an English phone reads English', async () => {
  await using t = await open(production, { systemInfo: { language: 'en' } })
  expect(t.phone.text()).toContain('Continue with phone number')
  expect(t.phone.text()).not.toMatch(/[\u4e00-\u9fff]/)
})

test('development: tap, drawn sheet, allow, number shown', async () => {
  await using t = await open(development)
  t.phone.tap('.phone-button')
  await t.phone.until(() => t.phone.$('.consent-sheet'))
  t.phone.tap('.consent-allow')
  await t.phone.until(() => t.phone.$('.phone-result'))
  expect(t.phone.text('.phone-result')).toMatch(/^\d{3}\*{4}\d{4}$/)
  expect(t.phone.requests.map(({ url }) => new URL(url).pathname)).toEqual([
    '/_sandbox/phone-codes',
    '/api/v1/phone-number',
  ])
  expect(t.phone.problems()).toEqual([])
})

test('development: refusing on the drawn sheet is calm, and asks nobody', async () => {
  await using t = await open(development)
  t.phone.tap('.phone-button')
  await t.phone.until(() => t.phone.$('.consent-sheet'))
  t.phone.tap('.consent-deny')
  expect(await t.message()).toContain('不影响继续浏览')
  expect(t.phone.requests).toEqual([])
})
