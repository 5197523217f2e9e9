import { type CompiledMiniProgram, runInNode, type RunOptions } from '@uni-phone/miniprogram-runner'
import type { AppDependencies } from '@uni-phone/server'
import { beforeAll, expect, test } from 'vitest'
import { freePort } from '@uni-phone/test-support/services'
import { buildMiniProgram } from '@uni-phone/test-support/mini-program'
import { MASKED_NUMBER, PHONE_NUMBER, startStack } from '@uni-phone/test-support/product'

const port = await freePort()
let production: CompiledMiniProgram
let sandbox: CompiledMiniProgram

beforeAll(async () => {
  ;[production, sandbox] = await Promise.all([buildMiniProgram('production', port), buildMiniProgram('sandbox', port)])
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
    /** Ticks the agreement and taps the phone button. */
    async authorize() {
      if (phone.$('.phone-button') === undefined) phone.tap('.agreement')
      phone.tap(await phone.until(() => phone.$('.phone-button')))
    },
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
  expect(sandbox.diagnostics).toEqual([])
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
  await t.phone.until(() => t.phone.$('.agreement'))
  await t.authorize()
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
  t.phone.tap('.agreement')
  const button = await t.phone.until(() => t.phone.$('.phone-button'))
  const before = t.phone.setDataCalls.length
  t.phone.tap(button)
  await t.phone.until(() => t.phone.$('.phone-result'))
  const calls = t.phone.setDataCalls.slice(before)
  expect(calls.length).toBeLessThanOrEqual(3)
  expect(calls.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThanOrEqual(400)
})

test('production: the request has the code, the login code and a key, and goes to our server alone', async () => {
  await using t = await open(production)
  await t.authorize()
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
    await t.authorize()
    expect(await t.message()).toContain('不影响继续浏览')
    expect(t.phone.requests).toEqual([])
    expect(t.phone.$('.phone-button')?.property('disabled')).toBe(false)
  },
)

test('production: a used code asks for another tap, which works', async () => {
  let code = ''
  await using t = await open(production, { openType: () => ({ errMsg: 'getPhoneNumber:ok', code }) })
  code = t.newCode()
  await t.authorize()
  await t.phone.until(() => t.phone.$('.phone-result'))
  t.phone.tap('.finish-button')
  await using again = await runAgain(() => ({ errMsg: 'getPhoneNumber:ok', code }))
  again.tap('.agreement')
  again.tap(await again.until(() => again.$('.phone-button')))
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
  await t.authorize()
  expect(await t.message()).toContain('请再点一次按钮')
})

test('production: with the server gone it tries again by itself with the same key, and says so', async () => {
  await using t = await open(production)
  await t.server.stop()
  await t.authorize()
  expect(await t.message()).toContain('正在自动重试')
  await using back = await startStack(port)
  await t.phone.until(() => t.phone.requests.at(-1)?.result?.statusCode !== undefined, 10_000)
  const keys = t.phone.requests.map(({ header }) => header['idempotency-key'])
  expect(keys.length).toBeGreaterThan(1)
  expect(new Set(keys).size).toBe(1)
  expect(back.exchanges()).toBe(1)
})

test('production: a phone without a network waits for it, says so, and goes on by itself', async () => {
  await using t = await open(production)
  t.phone.setOnline(false)
  await t.authorize()
  expect(await t.message()).toContain('网络已断开')
  t.phone.setOnline(true)
  await t.phone.until(() => t.phone.$('.phone-result'))
  expect(t.exchanges()).toBe(1)
})

test('production: unticked, the dialog’s button is WeChat’s own, and one tap there agrees and goes on', async () => {
  await using t = await open(production)
  t.phone.tap('.agree-first-button')
  await t.phone.until(() => t.phone.$('.dialog'))
  t.phone.tap('.phone-button')
  await t.phone.until(() => t.phone.$('.phone-result'))
  expect(t.exchanges()).toBe(1)
})

test('production: while WeChat’s sheet is open nobody navigates and nothing is drawn; then the button is off at once', async () => {
  let consent = (): void => undefined
  const asked = new Promise<void>((resolve) => (consent = resolve))
  const codes: (() => string)[] = []
  const openType = async () => {
    await asked
    return { errMsg: 'getPhoneNumber:ok', code: codes[0]?.() ?? '' }
  }
  await using t = await open(production, { openType })
  codes.push(t.newCode)
  await t.authorize()
  const before = t.phone.setDataCalls.length
  t.phone.hide()
  t.phone.show()
  expect(t.phone.setDataCalls).toHaveLength(before)
  consent()
  await t.phone.until(() => t.phone.$('.phone-button')?.property('disabled') === true)
  await t.phone.until(() => t.phone.$('.phone-result'))
  expect(t.phone.page.route).toBe('pages/phone/phone')
  expect(
    t.phone.ui.filter(({ api }) => /navigate|reLaunch|redirect|switchTab/.test(api) && api !== 'setNavigationBarTitle'),
  ).toEqual([])
})

test('production: refusing in the dialog’s sheet leaves a ticked row and a live button', async () => {
  await using t = await open(production, { openType: () => ({ errMsg: 'getPhoneNumber:fail user deny' }) })
  t.phone.tap('.agree-first-button')
  t.phone.tap(await t.phone.until(() => t.phone.$('.phone-button')))
  expect(await t.message()).toContain('不影响继续浏览')
  expect(t.phone.$('.dialog')).toBeUndefined()
  expect(t.phone.$$('.phone-button')).toHaveLength(1)
})

test.each([
  ['.terms-link', 'agreement/terms', '用户协议'],
  ['.privacy-link', 'agreement/privacy', '隐私政策'],
])('production: %s opens its document and ticks nothing', async (link, route, title) => {
  await using t = await open(production)
  t.phone.tap(link)
  await t.phone.until(() => t.phone.page.route === route)
  expect(t.phone.text()).toContain(title)
  expect(t.phone.text()).not.toContain('示例文本')
  t.phone.back()
  expect(t.phone.$('.agree-first-button')).toBeDefined()
  expect(t.phone.$('.phone-button')).toBeUndefined()
  expect(t.phone.problems()).toEqual([])
})

test('production: nothing is stored on the phone, and the number is nowhere in the page’s data', async () => {
  await using t = await open(production)
  await t.authorize()
  await t.phone.until(() => t.phone.$('.phone-result'))
  expect(t.phone.storage).toEqual({})
  expect(JSON.stringify(t.phone.setDataCalls)).not.toContain(PHONE_NUMBER)
})

test('production: WeChat’s large text makes the page’s text larger', async () => {
  await using t = await open(production, { systemInfo: { fontSizeSetting: 24 } })
  expect(t.phone.$('.page')?.attribute('style')).toContain('--text-scale:1.4')
})

test('production: a WeChat silent past the deadline is waited for, and its answer is not lost', async () => {
  await using t = await open(production, {}, { requestTimeoutMs: 200 })
  t.emulator.addFault({ path: '/wxa/business/getuserphonenumber', fault: { delayMs: 1000 } })
  await t.authorize()
  expect(await t.message()).toContain('不用重新授权')
  await t.phone.until(() => t.phone.$('.phone-result'), 10_000)
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

test('sandbox: tap, drawn sheet, allow, number shown', async () => {
  await using t = await open(sandbox)
  await t.authorize()
  await t.phone.until(() => t.phone.$('.consent-sheet'))
  t.phone.tap('.consent-allow')
  await t.phone.until(() => t.phone.$('.phone-result'))
  expect(t.phone.text('.phone-result')).toMatch(/^\d{3}\*{4}\d{4}$/)
  expect(t.phone.requests.map(({ url }) => new URL(url).pathname)).toEqual([
    '/_sandbox/test-user',
    '/_sandbox/phone-codes',
    '/api/v1/phone-number',
  ])
  expect(t.phone.problems()).toEqual([])
})

test('sandbox: refusing on the drawn sheet is calm, and asks nobody', async () => {
  await using t = await open(sandbox)
  await t.authorize()
  await t.phone.until(() => t.phone.$('.consent-sheet'))
  t.phone.tap('.consent-deny')
  expect(await t.message()).toContain('不影响继续浏览')
  expect(t.phone.requests.map(({ url }) => new URL(url).pathname)).toEqual(['/_sandbox/test-user'])
})

test('sandbox: the sheet shows the number of the test user that the console has chosen', async () => {
  await using t = await open(sandbox)
  t.emulator.setTestUser({ phoneNumber: '+85251234567' })
  await t.authorize()
  await t.phone.until(() => t.phone.text('.consent-digits') === '+85****4567')
  t.phone.tap('.consent-allow')
  await t.phone.until(() => t.phone.$('.phone-result'))
  expect(t.phone.text('.country')).toContain('+852')
})

test.each([
  ['.consent-forbid', '暂时不能获取手机号', 'errno 102'],
  ['.consent-use-up', '手机号快捷登录暂不可用', 'errno 1400001'],
])('sandbox: %s shows that state, with the hint for the developer', async (button, words, hint) => {
  await using t = await open(sandbox)
  await t.authorize()
  t.phone.tap(await t.phone.until(() => t.phone.$(button)))
  const message = await t.message()
  expect(message).toContain(words)
  expect(message).toContain(hint)
})

test('sandbox: another number can be given', async () => {
  await using t = await open(sandbox)
  await t.authorize()
  t.phone.tap(await t.phone.until(() => t.phone.$('.consent-other')))
  await t.phone.until(() => t.phone.$('.consent-input'))
  t.phone.input('.consent-input', '13912345678')
  t.phone.tap('.consent-allow')
  await t.phone.until(() => t.phone.$('.phone-result'))
  expect(t.phone.text('.phone-result')).toBe('139****5678')
})
