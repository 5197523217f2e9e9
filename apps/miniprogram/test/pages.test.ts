import { flushPromises, mount } from '@vue/test-utils'
import { expect, onTestFinished, test, vi } from 'vitest'
import OpenInWeChat from '../src/h5/OpenInWeChat.vue'
import IndexPage from '../src/pages/index/index.vue'
import PhonePage from '../src/pages/phone/phone.vue'
import { createHttpClient } from '../src/phone-number/api/http-client'
import { createPhoneNumberApi } from '../src/phone-number/api/phone-number-api'
import { createPhoneAuthorization } from '../src/phone-number/authorization/phone-authorization'
import PhoneNumberButton from '../src/phone-number/PhoneNumberButton.vue'
import { phoneAuthorizationKey } from '../src/phone-number/use-phone-authorization'
import { createLoginCode } from '../src/phone-number/wechat/login-code'
import SandboxPhoneButton from '../src/sandbox/SandboxPhoneButton.vue'
import { MESSAGES } from '../src/texts/messages'
import { PHONE, problem, startApi } from './support/api-server'
import { httpRequest } from './support/http-request'
import { forgetPages, hidePage, showPage, unloadPage } from './support/uni-app'

const ok = { detail: { errMsg: 'getPhoneNumber:ok', code: 'c' } }
const { zh, en } = MESSAGES
/** Beyond what the page waits for by itself. */
const LATER = { 'Retry-After': '60' }

function stubUni(locale = 'zh-Hans') {
  const uni = {
    getLocale: () => locale,
    request: httpRequest,
    login: vi.fn(({ success }: { success: (result: { code: string }) => void }) => {
      success({ code: 'login' })
    }),
    getAppBaseInfo: () => ({}),
    getAccountInfoSync: () => ({ miniProgram: { envVersion: 'release' } }),
    getNetworkType: ({ success }: { success: (result: { networkType: string }) => void }) => {
      success({ networkType: 'wifi' })
    },
    setNavigationBarTitle: vi.fn(),
    navigateTo: vi.fn(),
    navigateBack: vi.fn(),
    reLaunch: vi.fn(),
  }
  vi.stubGlobal('uni', uni)
  vi.stubGlobal('getCurrentPages', () => [{}, {}])
  onTestFinished(() => {
    vi.unstubAllGlobals()
    vi.unstubAllEnvs()
    forgetPages()
  })
  return uni
}

function soon<T>(find: () => T): Promise<T> {
  return vi.waitFor(find, 10_000)
}

interface Options {
  locale?: string
  configured?: boolean
}

async function setup(answers: Parameters<typeof startApi>, { locale, configured }: Options = {}) {
  const uni = stubUni(locale)
  const server = await startApi(...answers)
  const authorization = createPhoneAuthorization({
    exchange: createPhoneNumberApi(createHttpClient({ baseUrl: server.baseUrl })),
    loginCode: createLoginCode(),
    ...(configured !== undefined && { configured }),
  })
  const global = { provide: { [phoneAuthorizationKey as symbol]: authorization } }
  return {
    uni,
    ...server,
    open: (page: typeof PhonePage) => open(page, global),
    openAgreed: async () => {
      const page = await open(PhonePage, global)
      await page.get('.agreement').trigger('click')
      return page
    },
  }
}

async function open(page: typeof PhonePage, global: { provide: Record<symbol, unknown> }) {
  const wrapper = mount(page, { global })
  showPage()
  await flushPromises()
  return wrapper
}

test('the button is the native one, with its own words for a used-up quota', async () => {
  const { openAgreed } = await setup([{ body: PHONE }])
  const button = (await openAgreed()).get('.phone-button')
  expect(button.attributes('open-type')).toBe('getPhoneNumber')
  expect(button.attributes('phone-number-no-quota-toast')).toBe('false')
  expect(button.text()).toBe('手机号快捷登录')
})

test('a tap that is allowed shows the masked number, and home shows it too', async () => {
  const { open, openAgreed, seen } = await setup([{ body: PHONE }])
  const page = await openAgreed()
  await page.get('.phone-button').trigger('getphonenumber', ok)
  expect(page.get('.phone-button').attributes()).toMatchObject({ loading: 'true', disabled: '' })
  expect(page.get('.phone-button').text()).toBe(zh.phone.exchanging)
  await soon(() => page.get('.phone-result'))
  expect(page.get('.phone-result').text()).toBe('138****8000')
  expect(page.get('.country').text()).toContain('+86')
  expect(page.text()).not.toContain('13800138000')
  expect(seen[0]?.body).toEqual({ code: 'c', loginCode: 'login' })
  expect((await open(IndexPage)).get('.phone-result').text()).toBe('138****8000')
})

test('home can be read before any authorization, and leads to the button', async () => {
  const { open, uni } = await setup([{ body: PHONE }])
  const page = await open(IndexPage)
  expect(page.find('.phone-result').exists()).toBe(false)
  expect(page.text()).toContain(zh.home.purposes[0]?.title)
  await page.get('.authorize-link').trigger('click')
  expect(uni.navigateTo).toHaveBeenCalledWith({ url: '/pages/phone/phone' })
  expect(uni.login).not.toHaveBeenCalled()
})

test('the login comes with the page and never with the callback', async () => {
  const { openAgreed, uni } = await setup([{ body: PHONE }])
  const page = await openAgreed()
  expect(uni.login).toHaveBeenCalledOnce()
  await page.get('.phone-button').trigger('getphonenumber', { detail: { errMsg: 'getPhoneNumber:fail user deny' } })
  expect(uni.login).toHaveBeenCalledOnce()
})

test.each(['getPhoneNumber:fail user deny', 'getPhoneNumber:fail:user deny'])(
  '%s: the page stays calm and the button alive',
  async (errMsg) => {
    const { openAgreed, seen } = await setup([{ body: PHONE }])
    const page = await openAgreed()
    await page.get('.phone-button').trigger('getphonenumber', { detail: { errMsg } })
    expect(page.get('.phone-message').text()).toBe(zh.outcomes.refused)
    expect(page.get('.phone-message').classes()).toContain('message-neutral')
    expect(page.get('.phone-button').attributes('disabled')).toBeUndefined()
    expect(seen).toHaveLength(0)
  },
)

test('a failure that may be retried offers it, beside a live phone button', async () => {
  const { openAgreed } = await setup([
    { status: 504, body: problem('wechat_timeout', 504, true), headers: LATER },
    { body: PHONE },
  ])
  const page = await openAgreed()
  await page.get('.phone-button').trigger('getphonenumber', ok)
  await soon(() => page.get('.retry-button'))
  expect(page.get('.phone-message').text()).toContain(zh.outcomes.wechat_timeout)
  expect(page.get('.phone-button').text()).toBe(zh.phone.authorizeAgain)
  await page.get('.retry-button').trigger('click')
  await soon(() => page.get('.phone-result'))
})

test('a failure that may not be retried asks for another tap', async () => {
  const { openAgreed } = await setup([{ status: 409, body: problem('code_rejected', 409, false) }])
  const page = await openAgreed()
  await page.get('.phone-button').trigger('getphonenumber', ok)
  await soon(() => page.get('.phone-message'))
  expect(page.get('.phone-message').text()).toContain(zh.outcomes.code_rejected)
  expect(page.find('.retry-button').exists()).toBe(false)
})

test('a failure without words of its own gets general ones', async () => {
  const { openAgreed } = await setup([{ status: 500, body: problem('brand_new', 500, true), headers: LATER }])
  const page = await openAgreed()
  await page.get('.phone-button').trigger('getphonenumber', ok)
  await soon(() => page.get('.phone-message'))
  expect(page.get('.phone-message').text()).toContain(zh.outcomes.unknown_retryable)
  expect(page.get('.developer-hint').text()).toContain('brand_new')
})

test('a development build tells the developer what to change', async () => {
  const { openAgreed } = await setup([{ body: PHONE }])
  const page = await openAgreed()
  await page.get('.phone-button').trigger('getphonenumber', { detail: { errno: 1400001 } })
  expect(page.get('.phone-message').text()).toContain(zh.outcomes.quota_used_up)
  expect(page.get('.developer-hint').text()).toContain('1400001')
})

test('leaving and coming back shows where things stand', async () => {
  const { openAgreed } = await setup([{ body: PHONE }])
  const first = await openAgreed()
  await first.get('.phone-button').trigger('getphonenumber', ok)
  unloadPage()
  first.unmount()
  const second = await openAgreed()
  await soon(() => second.get('.phone-result'))
})

test('what is left to do is still there after leaving and coming back', async () => {
  const { open, openAgreed } = await setup([
    { status: 504, body: problem('wechat_timeout', 504, true), headers: LATER },
    { body: PHONE },
  ])
  const first = await openAgreed()
  await first.get('.phone-button').trigger('getphonenumber', ok)
  await soon(() => first.get('.retry-button'))
  unloadPage()
  first.unmount()
  const second = await open(PhonePage)
  expect(second.get('.phone-message').text()).toContain(zh.outcomes.wechat_timeout)
  await second.get('.retry-button').trigger('click')
  await soon(() => second.get('.phone-result'))
})

test.each([
  [2, 'navigateBack'],
  [1, 'reLaunch'],
] as const)('with %i pages open, not now means %s', async (pages, call) => {
  const { open, uni } = await setup([{ body: PHONE }])
  vi.stubGlobal('getCurrentPages', () => Array.from({ length: pages }))
  await (await open(PhonePage)).get('.skip-button').trigger('click')
  expect(uni[call]).toHaveBeenCalledOnce()
})

test('unticked, the button asks for consent, and the dialog’s own button is the phone button', async () => {
  const { open, seen } = await setup([{ body: PHONE }])
  const page = await open(PhonePage)
  expect(page.find('.phone-button').exists()).toBe(false)
  expect(page.get('.agreement-tick').attributes()).toMatchObject({
    'aria-role': 'checkbox',
    'aria-checked': 'false',
    'aria-label': '我已阅读并同意《用户协议》和《隐私政策》',
  })
  await page.get('.agree-first-button').trigger('click')
  expect(page.get('.dialog').text()).toContain(zh.agreement.dialogTitle)
  expect(page.get('.dialog .phone-button').attributes('open-type')).toBe('getPhoneNumber')
  await page.get('.dialog .phone-button').trigger('getphonenumber', ok)
  expect(page.find('.dialog').exists()).toBe(false)
  expect(page.get('.agreement-tick').attributes('aria-checked')).toBe('true')
  await soon(() => page.get('.phone-result'))
  expect(seen).toHaveLength(1)
})

test('the dialog can be left, and nothing is ticked then', async () => {
  const { open, seen } = await setup([{ body: PHONE }])
  const page = await open(PhonePage)
  await page.get('.agree-first-button').trigger('click')
  await page.get('.disagree-button').trigger('click')
  expect(page.find('.dialog').exists()).toBe(false)
  expect(page.get('.agreement-tick').attributes('aria-checked')).toBe('false')
  expect(seen).toHaveLength(0)
})

test('the whole row ticks and unticks; a link in it opens its document and ticks nothing', async () => {
  const { open, uni } = await setup([{ body: PHONE }])
  const page = await open(PhonePage)
  await page.get('.terms-link').trigger('click')
  expect(page.get('.agreement-tick').attributes('aria-checked')).toBe('false')
  await page.get('.privacy-link').trigger('click')
  expect(uni.navigateTo.mock.calls).toEqual([[{ url: '/agreement/terms' }], [{ url: '/agreement/privacy' }]])
  expect(page.get('.agreement-tick').attributes('aria-checked')).toBe('false')
  await page.get('.agreement').trigger('click')
  expect(page.find('.phone-button').exists()).toBe(true)
  await page.get('.agreement').trigger('click')
  expect(page.find('.phone-button').exists()).toBe(false)
})

test('while it tries again by itself the page says so', async () => {
  const { openAgreed } = await setup([{ status: 503, body: problem('wechat_unavailable', 503, true) }, { body: PHONE }])
  const page = await openAgreed()
  await page.get('.phone-button').trigger('getphonenumber', ok)
  await soon(() => page.get('.phone-message'))
  expect(page.get('.phone-message').text()).toBe(zh.phone.retrying)
  expect(page.get('.phone-message').classes()).toContain('message-neutral')
  await soon(() => page.get('.phone-result'))
})

test.each([
  ['a refusal', { errMsg: 'getPhoneNumber:fail user deny' }],
  ['a used-up quota', { errno: 1400001 }],
  ['a missing permission', { errno: 102 }],
  ['a refused privacy guide', { errno: 104 }],
  ['a WeChat without a number', { errMsg: 'getPhoneNumber:fail 用户未绑定手机，请先在微信客户端进行绑定后重试' }],
])('after %s the owner’s other way is offered', async (_, detail) => {
  vi.stubEnv('VITE_ANOTHER_WAY_PAGE', '/pages/sms/sms')
  const { openAgreed, uni } = await setup([{ body: PHONE }])
  const page = await openAgreed()
  expect(page.text()).not.toContain(zh.phone.fallback)
  await page.get('.phone-button').trigger('getphonenumber', { detail })
  expect(page.text()).not.toContain(zh.phone.noFallback)
  await page.get('.fallback-button, .fallback-first').trigger('click')
  expect(uni.navigateTo).toHaveBeenCalledWith({ url: '/pages/sms/sms' })
})

test('without another way the page says what to do in WeChat', async () => {
  const { openAgreed } = await setup([{ body: PHONE }])
  const page = await openAgreed()
  await page.get('.phone-button').trigger('getphonenumber', { detail: { errno: 1400001 } })
  expect(page.find('.fallback-first').exists()).toBe(false)
  expect(page.get('.message-line').text()).toBe(zh.phone.noFallback)
})

test.each([
  ['quota_exhausted', 503],
  ['service_misconfigured', 500],
])('where the server itself is stuck, %s, the other way is the first button', async (code, status) => {
  vi.stubEnv('VITE_ANOTHER_WAY_PAGE', '/pages/sms/sms')
  const { openAgreed } = await setup([{ status, body: problem(code, status, false) }])
  const page = await openAgreed()
  await page.get('.phone-button').trigger('getphonenumber', ok)
  await soon(() => page.get('.fallback-first'))
  expect(page.get('.message-line').text()).toBe(zh.phone.orFallback)
  expect(page.findAll('.actions .button').map((button) => button.text())).toEqual([
    zh.phone.fallback,
    zh.phone.authorize,
    zh.phone.skip,
  ])
  expect(page.get('.phone-button').classes()).toContain('button-secondary')
})

test('the real-time variant is the same component with another open-type', async () => {
  const button = mount(PhoneNumberButton, { props: { label: 'go', busy: false, realtime: true } })
  expect(button.get('.phone-button').attributes('open-type')).toBe('getRealtimePhoneNumber')
  expect(button.get('.phone-button').attributes('phone-number-no-quota-toast')).toBe('false')
  await button.get('.phone-button').trigger('click')
  const detail = { errMsg: 'getRealtimePhoneNumber:ok', code: 'c' }
  await button.get('.phone-button').trigger('getrealtimephonenumber', { detail })
  expect(button.emitted('ask')).toHaveLength(1)
  expect(button.emitted('answer')).toMatchObject([[{ detail }]])
})

test.each([
  [16, '1'],
  [17, '1'],
  [20, '1.18'],
  [40, '1.4'],
])('at WeChat’s text size %i the page’s text is %s times as large', async (fontSizeSetting, scale) => {
  const { open, uni } = await setup([{ body: PHONE }])
  uni.getAppBaseInfo = () => ({ fontSizeSetting })
  expect((await open(PhonePage)).get('.page').attributes('style')).toContain(`--text-scale: ${scale};`)
})

test.each([
  ['hidden', hidePage],
  ['left', unloadPage],
])('a page that is %s asks WeChat for no further login code', async (_, go) => {
  const { open, uni } = await setup([{ body: PHONE }])
  await open(PhonePage)
  const timers = vi.spyOn(globalThis, 'clearTimeout')
  onTestFinished(() => {
    timers.mockRestore()
  })
  go()
  expect(timers).toHaveBeenCalled()
  expect(uni.login).toHaveBeenCalledOnce()
})

test('a build without an address says so and has no dead button', async () => {
  const { open } = await setup([{ body: PHONE }], { configured: false })
  const page = await open(PhonePage)
  expect(page.get('.not-configured').text()).toContain(zh.notConfigured.title)
  expect(page.get('.developer-hint').text()).toContain('VITE_API_BASE_URL')
  expect(page.find('.phone-button').exists()).toBe(false)
  expect(page.get('.skip-button').text()).toBe(zh.phone.back)
})

test.each([
  ['zh-Hant', zh],
  ['en', en],
  ['fr', en],
])('the system speaks %s', async (locale, texts) => {
  const { openAgreed, uni } = await setup([{ body: PHONE }], { locale })
  expect((await openAgreed()).get('.phone-button').text()).toBe(texts.phone.authorize)
  expect(uni.setNavigationBarTitle).toHaveBeenCalledWith({ title: texts.phone.title })
})

const testUser = { body: { phoneNumber: '138****8000' } }
const sandboxCode = { body: { code: 'sandbox-code', expiresAt: 1 } }

async function openSheet(...answers: Parameters<typeof startApi>) {
  const uni = stubUni()
  const server = await startApi(...answers)
  vi.stubEnv('VITE_API_BASE_URL', `${server.baseUrl}/`)
  const button = mount(SandboxPhoneButton, { props: { label: 'go', busy: false } })
  await button.get('.phone-button').trigger('click')
  await soon(() => {
    expect(server.seen).toHaveLength(1)
  })
  return { uni, button, ...server }
}

test('the drawn sheet shows the number of the emulator’s test user', async () => {
  const { button } = await openSheet({ body: { phoneNumber: '+85****4567' } })
  await soon(() => {
    expect(button.get('.consent-digits').text()).toBe('+85****4567')
  })
})

test('the drawn sheet answers as WeChat does', async () => {
  const { uni, button, seen } = await openSheet(testUser, testUser, sandboxCode)
  await button.get('.consent-deny').trigger('click')
  await button.get('.phone-button').trigger('click')
  await soon(() => {
    expect(seen).toHaveLength(2)
  })
  await button.get('.consent-allow').trigger('click')
  await soon(() => {
    expect(button.emitted('answer')).toEqual([
      [{ detail: { errMsg: 'getPhoneNumber:fail user deny' } }],
      [{ detail: { errMsg: 'getPhoneNumber:ok', code: 'sandbox-code' } }],
    ])
  })
  await flushPromises()
  expect(button.find('.consent-sheet').exists()).toBe(false)
  expect(seen.map(({ method, url }) => `${method} ${url}`)).toEqual([
    'GET /_sandbox/test-user',
    'GET /_sandbox/test-user',
    'POST /_sandbox/phone-codes',
  ])
  expect(seen[2]?.body).toEqual({})
  expect(uni.login).not.toHaveBeenCalled()
})

test.each([
  ['.consent-forbid', { errMsg: 'getPhoneNumber:fail operateWXData:fail jsapi has no permission', errno: 102 }],
  ['.consent-use-up', { errMsg: 'getPhoneNumber:fail', errno: 1400001 }],
])('the drawn sheet gives WeChat’s other answers: %s', async (selector, detail) => {
  const { button } = await openSheet(testUser)
  await button.get(selector).trigger('click')
  expect(button.emitted('answer')).toEqual([[{ detail }]])
})

async function giveNumber(button: Awaited<ReturnType<typeof openSheet>>['button'], value: string): Promise<void> {
  await button.get('.consent-other').trigger('click')
  button.get('.consent-input').element.dispatchEvent(new CustomEvent('input', { detail: { value } }))
  await button.get('.consent-allow').trigger('click')
}

test('on the drawn sheet another number can be given, and the next sheet begins anew', async () => {
  const { button, seen } = await openSheet(testUser, sandboxCode)
  await button.setProps({ realtime: true })
  await giveNumber(button, '13900139000')
  await soon(() => {
    expect(button.emitted('answer')).toEqual([
      [{ detail: { errMsg: 'getRealtimePhoneNumber:ok', code: 'sandbox-code' } }],
    ])
  })
  expect(seen[1]?.body).toEqual({ phoneNumber: '13900139000' })
  await button.get('.phone-button').trigger('click')
  expect(button.find('.consent-input').exists()).toBe(false)
})

test('a number that is none is told apart from a sandbox that is gone', async () => {
  const { button } = await openSheet(testUser, { status: 400, body: problem('invalid_request', 400, false) })
  await giveNumber(button, '123')
  await soon(() => button.get('.consent-error'))
  expect(button.get('.consent-error').text()).toContain('5 到 15 位')
})

test('a sandbox that does not answer says so on the sheet, at once and again', async () => {
  const { button } = await openSheet({ status: 502, body: 'gone' })
  await soon(() => button.get('.consent-error'))
  await button.get('.consent-allow').trigger('click')
  await flushPromises()
  expect(button.get('.consent-error').text()).toContain('没有答复')
  expect(button.emitted('answer')).toBeUndefined()
})

test('in a browser the owner’s other way is there, and without one there is none', async () => {
  const uni = stubUni()
  expect(mount(OpenInWeChat).find('.fallback-here').exists()).toBe(false)
  vi.stubEnv('VITE_ANOTHER_WAY_PAGE', '/pages/sms/sms')
  const card = mount(OpenInWeChat)
  expect(card.text()).toContain('请在微信中打开')
  await card.get('.fallback-here').trigger('click')
  expect(uni.navigateTo).toHaveBeenCalledWith({ url: '/pages/sms/sms' })
})
