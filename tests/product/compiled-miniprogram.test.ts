import { type CompiledMiniProgram, runInNode, type RunOptions } from '@uni-phone/miniprogram-runner'
import type { AppOptions } from '@uni-phone/server'
import { buildMiniProgram } from '@uni-phone/test-support/mini-program'
import { MASKED_NUMBER, PHONE_NUMBER, startStack } from '@uni-phone/test-support/product'
import { freePort } from '@uni-phone/test-support/services'
import { createWeChatClient } from '@uni-phone/wechat'
import { SANDBOX_APP_ID } from '@uni-phone/wechat-emulator'
import { beforeAll, describe, expect, test } from 'vitest'

const port = await freePort()
let production: CompiledMiniProgram
let development: CompiledMiniProgram
let sandbox: CompiledMiniProgram

beforeAll(async () => {
  ;[production, development, sandbox] = await Promise.all([
    buildMiniProgram('production', port),
    buildMiniProgram('development', port),
    buildMiniProgram('sandbox', port),
  ])
})

/** Opens the authorization page of the mini program on a phone, with a server and a WeChat. */
async function open(program: CompiledMiniProgram, options: RunOptions = {}, dependencies: Partial<AppOptions> = {}) {
  const stack = await startStack(port, dependencies)
  const login = () => stack.emulator.createLoginCode().code
  const allow = () => ({ errMsg: 'getPhoneNumber:ok', code: stack.newCode() })
  const phone = await runInNode(program, { login, openType: allow, ...options })
  phone.launch('pages/phone/phone')
  return {
    ...stack,
    /** Ticks the agreement and taps the phone button. */
    async authorize() {
      phone.tap(await phone.until(() => phone.$('.agreement')))
      phone.tap(await phone.until(() => phone.$('.phone-button')))
    },
    phone,
    result: () => phone.until(() => phone.$('.phone-result')?.text, 10_000),
    message: () => phone.until(() => phone.$('.phone-message')?.text),
    async [Symbol.asyncDispose]() {
      await phone.close()
      await stack[Symbol.asyncDispose]()
    },
  }
}

test('compiles without a diagnostic', () => {
  expect([production, development, sandbox].flatMap(({ diagnostics }) => diagnostics)).toEqual([])
})

describe('from the tap to the number', () => {
  test('leads from home to the masked number and back, with one exchange and nothing else', async () => {
    await using t = await open(production)
    t.phone.launch('pages/index/index')
    t.phone.tap('.sign-in-link')
    await t.phone.until(() => t.phone.$('.agreement'))
    await t.authorize()
    expect(await t.result()).toBe(MASKED_NUMBER)
    t.phone.tap('.finish-button')
    await t.phone.until(() => t.phone.page.route === 'pages/index/index' && t.phone.$('.phone-result'))
    expect(t.phone.text('.phone-result')).toBe(MASKED_NUMBER)
    expect(t.exchanges()).toBe(1)
    expect(t.phone.storage).toEqual({})
    expect(JSON.stringify(t.phone.setDataCalls)).not.toContain(PHONE_NUMBER)
    expect(t.phone.problems()).toEqual([])
  })

  test('is told by a server of other mini programs that it is not one of them', async () => {
    const wechat = createWeChatClient({ appId: SANDBOX_APP_ID, appSecret: '-', baseUrl: 'http://127.0.0.1:1' })
    const clients = { wechat: new Map([[SANDBOX_APP_ID, wechat]]) }
    await using t = await open(production, { appId: 'wx1111111111111111' }, clients)
    await t.authorize()
    expect(await t.message()).toContain('不认识这个小程序')
    expect(t.exchanges()).toBe(0)
  })

  test('sends the code, the login code and a key, to our server only', async () => {
    await using t = await open(production)
    await t.authorize()
    await t.result()
    const ours = `http://127.0.0.1:${port}/api/v1`
    expect(t.phone.requests.map(({ url }) => url)).toEqual([`${ours}/session`, `${ours}/phone-number`])
    const { header, body } = t.phone.requests[1] ?? {}
    expect(header?.['x-wechat-appid']).toBe(SANDBOX_APP_ID)
    expect(header?.['idempotency-key']).toMatch(/^"?[\w-]{8,128}"?$/)
    expect(JSON.parse(body ?? '')).toEqual({
      code: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      loginCode: expect.stringMatching(/^0\w{31}$/) as string,
    })
  })

  test('takes at most 3 setData calls and 400 bytes', async () => {
    await using t = await open(production)
    t.phone.tap(await t.phone.until(() => t.phone.$('.agreement')))
    const button = await t.phone.until(() => t.phone.$('.phone-button'))
    const before = t.phone.setDataCalls.length
    t.phone.tap(button)
    await t.result()
    const calls = t.phone.setDataCalls.slice(before)
    expect(calls.length).toBeLessThanOrEqual(3)
    expect(calls.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThanOrEqual(400)
  })

  test('starts from WeChat’s own button in the dialog as well', async () => {
    await using t = await open(production)
    t.phone.tap(await t.phone.until(() => t.phone.$('.agree-first-button')))
    t.phone.tap(await t.phone.until(() => t.phone.$('.phone-button')))
    await t.result()
    expect(t.exchanges()).toBe(1)
    expect(t.phone.problems()).toEqual([])
  })

  test('draws nothing and opens no page while WeChat’s sheet is open, then disables the button at once', async () => {
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
    await t.result()
    expect(t.phone.ui.filter(({ api }) => /navigateTo|navigateBack|reLaunch|redirect|switchTab/.test(api))).toEqual([])
  })

  test('retries with the same key while the server is unreachable', async () => {
    await using t = await open(production)
    await t.phone.until(() => t.phone.$('.agree-first-button'))
    await t.server.stop()
    await t.authorize()
    expect(await t.message()).toContain('正在自动重试')
    await using back = await startStack(port)
    await t.phone.until(() => t.phone.requests.at(-1)?.result?.statusCode !== undefined, 10_000)
    const keys = t.phone.requests.slice(1).map(({ header }) => header['idempotency-key'])
    expect(keys.length).toBeGreaterThan(1)
    expect(new Set(keys).size).toBe(1)
    expect(back.exchanges()).toBe(1)
  })

  test('waits for a WeChat that answers after the server’s deadline', async () => {
    await using t = await open(production, {}, { requestTimeoutMs: 200 })
    t.emulator.addFault({ path: '/wxa/business/getuserphonenumber', fault: { delayMs: 1000 } })
    await t.authorize()
    expect(await t.message()).toContain('正在自动重试')
    expect(await t.result()).toBe(MASKED_NUMBER)
    expect(t.exchanges()).toBe(1)
  })

  test('finds a payload that is nested one level deeper, as under Skyline', async () => {
    await using t = await open(production, { detailNesting: true })
    await t.authorize()
    expect(await t.result()).toBe(MASKED_NUMBER)
  })
})

describe('an outcome without a number', () => {
  test.each([
    ['你没有选择手机号', { errMsg: 'getPhoneNumber:fail:user deny' }, false],
    ['手机号快捷登录暂不可用', { errMsg: 'getPhoneNumber:fail', errno: 1400001 }, true],
    ['已过期或已使用', { errMsg: 'getPhoneNumber:ok', code: 'unknown' }, false],
  ])('%s: says so and keeps the button enabled', async (text, detail, isBlocked) => {
    await using t = await open(production, { openType: () => detail })
    await t.authorize()
    expect(await t.message()).toContain(text)
    expect(t.phone.$('.phone-button')?.property('disabled')).toBe(false)
    expect(t.phone.$('.message-line') !== undefined).toBe(isBlocked)
    expect(t.phone.$('.developer-hint')).toBeUndefined()
    expect(t.phone.problems()).toEqual([])
  })

  test('names the setting to change in a development build', async () => {
    await using t = await open(development, { allowedDomains: ['https://api.example.com'] })
    await t.authorize()
    expect(await t.message()).toContain('小程序不能访问服务')
    expect(t.phone.text('.developer-hint')).toContain('request 合法域名')
  })
})

test.each([
  ['.terms-link', 'agreement/terms', '用户协议'],
  ['.privacy-link', 'agreement/privacy', '隐私政策'],
])('%s opens its document and ticks nothing', async (link, route, title) => {
  await using t = await open(production)
  t.phone.tap(link)
  await t.phone.until(() => t.phone.page.route === route)
  expect(t.phone.text()).toContain(title)
  expect(t.phone.text()).not.toContain('示例文本')
  t.phone.back()
  await t.phone.until(() => t.phone.$('.agree-first-button'))
  expect(t.phone.$('.phone-button')).toBeUndefined()
  expect(t.phone.problems()).toEqual([])
})

test('speaks English and uses large text on a phone with these settings', async () => {
  await using t = await open(production, { systemInfo: { language: 'en', fontSizeSetting: 24 } })
  await t.phone.until(() => t.phone.text().includes('Sign in with phone number'))
  expect(t.phone.text()).not.toMatch(/[\u4e00-\u9fff]/)
  expect(t.phone.$('.page')?.attribute('style')).toContain('--text-scale:1.4')
})

describe('a sandbox build', () => {
  test('leads through the drawn sheet to the number of the test user', async () => {
    await using t = await open(sandbox)
    await t.authorize()
    t.phone.tap(await t.phone.until(() => t.phone.$('.consent-allow')))
    expect(await t.result()).toMatch(/^\d{3}\*{4}\d{4}$/)
    expect(t.phone.requests.map(({ url }) => new URL(url).pathname)).toEqual([
      '/_sandbox/login-codes',
      '/_sandbox/login-codes',
      '/api/v1/session',
      '/_sandbox/test-user',
      '/_sandbox/phone-codes',
      '/api/v1/phone-number',
    ])
    expect(t.phone.problems()).toEqual([])
  })

  test('takes another number', async () => {
    await using t = await open(sandbox)
    await t.authorize()
    t.phone.tap(await t.phone.until(() => t.phone.$('.consent-other')))
    await t.phone.until(() => t.phone.$('.consent-input'))
    t.phone.input('.consent-input', '13912345678')
    t.phone.tap('.consent-allow')
    expect(await t.result()).toBe('139****5678')
  })

  test.each([
    ['.consent-forbid', '暂时不能获取手机号', 'errno 102'],
    ['.consent-use-up', '手机号快捷登录暂不可用', 'errno 1400001'],
  ])('shows the state of %s, with a hint for developers', async (button, text, hint) => {
    await using t = await open(sandbox)
    await t.authorize()
    t.phone.tap(await t.phone.until(() => t.phone.$(button)))
    const message = await t.message()
    expect(message).toContain(text)
    expect(message).toContain(hint)
  })
})
