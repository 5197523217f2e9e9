import { mount } from '@vue/test-utils'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import OpenInWeChat from '../src/h5/OpenInWeChat.vue'
import IndexPage from '../src/pages/index/index.vue'
import PhonePage from '../src/pages/phone/phone.vue'
import PhoneNumberButton from '../src/phone-number/PhoneNumberButton.vue'
import { OUTCOME_TEXTS } from '../src/phone-number'
import { MESSAGES } from '../src/texts/messages'
import { PHONE, problem } from './support/api-server'
import { ALLOWED, setup, soon, stubUni } from './support/open-page'
import { hidePage, unloadPage } from './support/uni-app'

const { zh, en } = MESSAGES
/** Beyond the time in which the page retries automatically. */
const LATER = { 'Retry-After': '60' }

describe('home', () => {
  test('shows the masked number after the user allowed it, and on home too', async () => {
    const { open, openAgreed, seen } = await setup([{ body: PHONE }])
    const page = await openAgreed()
    await page.get('.phone-button').trigger('getphonenumber', ALLOWED)
    expect(page.get('.phone-button').attributes()).toMatchObject({ loading: 'true', disabled: '' })
    expect(page.get('.phone-button').text()).toBe(zh.phone.signingIn)
    await soon(() => page.get('.phone-result'))
    expect(page.get('.phone-result').text()).toBe('138****8000')
    expect(page.get('.country').text()).toContain('+86')
    expect(page.text()).not.toContain('13800138000')
    expect(seen[0]?.body).toEqual({ code: 'c', loginCode: 'login' })
    expect((await open(IndexPage)).get('.phone-result').text()).toBe('138****8000')
  })

  test('shows home without an authorization, and leads to the button', async () => {
    const { open, uni } = await setup([{ body: PHONE }])
    const page = await open(IndexPage)
    expect(page.find('.phone-result').exists()).toBe(false)
    expect(page.text()).toContain(zh.home.purposes[0]?.title)
    await page.get('.sign-in-link').trigger('click')
    expect(uni.opened()).toEqual(['/pages/phone/phone'])
    expect(uni.login).not.toHaveBeenCalled()
  })
})

describe('the phone button', () => {
  test('renders the native button, without WeChat’s own toast for a used-up quota', async () => {
    const { openAgreed } = await setup([{ body: PHONE }])
    const button = (await openAgreed()).get('.phone-button')
    expect(button.attributes('open-type')).toBe('getPhoneNumber')
    expect(button.attributes('phone-number-no-quota-toast')).toBe('false')
    expect(button.text()).toBe('手机号快捷登录')
  })

  test('fetches the login code with the page, never in the event’s callback', async () => {
    const { openAgreed, uni } = await setup([{ body: PHONE }])
    const page = await openAgreed()
    expect(uni.login).toHaveBeenCalledOnce()
    await page.get('.phone-button').trigger('getphonenumber', { detail: { errMsg: 'getPhoneNumber:fail user deny' } })
    expect(uni.login).toHaveBeenCalledOnce()
  })

  test('renders the real-time variant with another open-type', async () => {
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
    ['hidden', hidePage],
    ['left', unloadPage],
  ])('fetches no further login code once it is %s', async (_, go) => {
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
})

describe('the agreement', () => {
  test('asks for consent if the row is not ticked, and continues with the dialog’s own phone button', async () => {
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
    await page.get('.dialog .phone-button').trigger('getphonenumber', ALLOWED)
    expect(page.find('.dialog').exists()).toBe(false)
    expect(page.get('.agreement-tick').attributes('aria-checked')).toBe('true')
    await soon(() => page.get('.phone-result'))
    expect(seen).toHaveLength(1)
  })

  test('ticks nothing when the user declines in the dialog', async () => {
    const { open, seen } = await setup([{ body: PHONE }])
    const page = await open(PhonePage)
    await page.get('.agree-first-button').trigger('click')
    await page.get('.disagree-button').trigger('click')
    expect(page.find('.dialog').exists()).toBe(false)
    expect(page.get('.agreement-tick').attributes('aria-checked')).toBe('false')
    expect(seen).toHaveLength(0)
  })

  test('ticks with the whole row, except for a tap on a link, which opens its document', async () => {
    const { open, uni } = await setup([{ body: PHONE }])
    const page = await open(PhonePage)
    await page.get('.terms-link').trigger('click')
    expect(page.get('.agreement-tick').attributes('aria-checked')).toBe('false')
    await page.get('.privacy-link').trigger('click')
    expect(uni.opened()).toEqual(['/agreement/terms', '/agreement/privacy'])
    expect(page.get('.agreement-tick').attributes('aria-checked')).toBe('false')
    await page.get('.agreement').trigger('click')
    expect(page.find('.phone-button').exists()).toBe(true)
    await page.get('.agreement').trigger('click')
    expect(page.find('.phone-button').exists()).toBe(false)
  })
})

describe('a failure', () => {
  test.each(['getPhoneNumber:fail user deny', 'getPhoneNumber:fail:user deny'])(
    '%s: shows a neutral message and keeps the button enabled',
    async (errMsg) => {
      const { openAgreed, seen } = await setup([{ body: PHONE }])
      const page = await openAgreed()
      await page.get('.phone-button').trigger('getphonenumber', { detail: { errMsg } })
      expect(page.get('.phone-message').text()).toBe(OUTCOME_TEXTS.zh.refused)
      expect(page.get('.phone-message').classes()).toContain('message-neutral')
      expect(page.get('.phone-button').attributes('disabled')).toBeUndefined()
      expect(seen).toHaveLength(0)
    },
  )

  test('offers a retry after a retryable error, beside an enabled phone button', async () => {
    const { openAgreed } = await setup([
      { status: 504, body: problem('wechat_timeout', 504, true), headers: LATER },
      { body: PHONE },
    ])
    const page = await openAgreed()
    await page.get('.phone-button').trigger('getphonenumber', ALLOWED)
    await soon(() => page.get('.retry-button'))
    expect(page.get('.phone-message').text()).toContain(OUTCOME_TEXTS.zh.wechat_timeout)
    expect(page.get('.phone-button').text()).toBe(zh.phone.signInAgain)
    await page.get('.retry-button').trigger('click')
    await soon(() => page.get('.phone-result'))
  })

  test('shows a general text for an error code that it does not know', async () => {
    const { openAgreed } = await setup([{ status: 500, body: problem('brand_new', 500, true), headers: LATER }])
    const page = await openAgreed()
    await page.get('.phone-button').trigger('getphonenumber', ALLOWED)
    await soon(() => page.get('.phone-message'))
    expect(page.get('.phone-message').text()).toContain(OUTCOME_TEXTS.zh.unknown_retryable)
    expect(page.get('.developer-hint').text()).toContain('brand_new')
  })

  test('says that it is retrying automatically', async () => {
    const { openAgreed } = await setup([
      { status: 503, body: problem('wechat_unavailable', 503, true) },
      { body: PHONE },
    ])
    const page = await openAgreed()
    await page.get('.phone-button').trigger('getphonenumber', ALLOWED)
    await soon(() => page.get('.phone-message'))
    expect(page.get('.phone-message').text()).toBe(zh.phone.retrying)
    expect(page.get('.phone-message').classes()).toContain('message-neutral')
    await soon(() => page.get('.phone-result'))
  })
})

describe('leaving the page', () => {
  test('shows the current state to a user who left and came back', async () => {
    const { openAgreed } = await setup([{ body: PHONE }])
    const first = await openAgreed()
    await first.get('.phone-button').trigger('getphonenumber', ALLOWED)
    unloadPage()
    first.unmount()
    const second = await openAgreed()
    await soon(() => second.get('.phone-result'))
  })

  test('still offers the retry to a user who left and came back', async () => {
    const { open, openAgreed } = await setup([
      { status: 504, body: problem('wechat_timeout', 504, true), headers: LATER },
      { body: PHONE },
    ])
    const first = await openAgreed()
    await first.get('.phone-button').trigger('getphonenumber', ALLOWED)
    await soon(() => first.get('.retry-button'))
    unloadPage()
    first.unmount()
    const second = await open(PhonePage)
    expect(second.get('.phone-message').text()).toContain(OUTCOME_TEXTS.zh.wechat_timeout)
    await second.get('.retry-button').trigger('click')
    await soon(() => second.get('.phone-result'))
  })

  test.each([
    [2, 'navigateBack'],
    [1, 'reLaunch'],
  ] as const)('with %i pages open, 暂不授权 calls %s', async (pages, call) => {
    const { open, uni } = await setup([{ body: PHONE }])
    vi.stubGlobal('getCurrentPages', () => Array.from({ length: pages }))
    await (await open(PhonePage)).get('.skip-button').trigger('click')
    expect(uni[call]).toHaveBeenCalledOnce()
  })
})

test('throws nothing if a page cannot be opened or left, and leads home', async () => {
  const { open, uni } = await setup([{ body: PHONE }])
  const fail = (options: { fail: (failure: unknown) => void }) => {
    options.fail({ errMsg: 'navigateTo:fail 页面不存在' })
  }
  Object.assign(uni, { navigateTo: fail, switchTab: fail, navigateBack: fail, setNavigationBarTitle: fail })
  const page = await open(PhonePage)
  await page.get('.terms-link').trigger('click')
  await page.get('.skip-button').trigger('click')
  expect(uni.reLaunch).toHaveBeenCalledWith(expect.objectContaining({ url: '/pages/index/index' }))
})

describe('the fallback page', () => {
  test.each([
    ['a refusal', { errMsg: 'getPhoneNumber:fail user deny' }],
    ['a used-up quota', { errno: 1400001 }],
    ['a missing permission', { errno: 102 }],
    ['a refused privacy guide', { errno: 104 }],
    ['a WeChat without a number', { errMsg: 'getPhoneNumber:fail 用户未绑定手机，请先在微信客户端进行绑定后重试' }],
  ])('puts the owner’s fallback page forward after %s', async (_, detail) => {
    vi.stubEnv('VITE_ANOTHER_WAY_PAGE', '/pages/sms/sms')
    const { openAgreed, uni } = await setup([{ body: PHONE }])
    const page = await openAgreed()
    expect(page.get('.fallback-button').classes()).toContain('button-text')
    await page.get('.phone-button').trigger('getphonenumber', { detail })
    expect(page.text()).not.toContain(zh.phone.noFallback)
    await page.get('.fallback-button.button-secondary, .fallback-first').trigger('click')
    expect(uni.opened()).toEqual(['/pages/sms/sms'])
  })

  test('is beside the button from the start, and not after the number is there', async () => {
    vi.stubEnv('VITE_ANOTHER_WAY_PAGE', '/pages/sms/sms')
    const { openAgreed, uni } = await setup([{ body: PHONE }])
    const page = await openAgreed()
    await page.get('.fallback-button').trigger('click')
    expect(uni.opened()).toEqual(['/pages/sms/sms'])
    await page.get('.phone-button').trigger('getphonenumber', ALLOWED)
    await soon(() => page.get('.phone-result'))
    expect(page.text()).not.toContain(zh.phone.fallback)
  })

  test('says what to do in WeChat if there is no fallback page', async () => {
    const { openAgreed } = await setup([{ body: PHONE }])
    const page = await openAgreed()
    await page.get('.phone-button').trigger('getphonenumber', { detail: { errno: 1400001 } })
    expect(page.find('.fallback-first').exists()).toBe(false)
    expect(page.get('.message-line').text()).toBe(zh.phone.noFallback)
  })

  test.each([
    ['quota_exhausted', 503],
    ['service_misconfigured', 500],
  ])('makes the fallback page the primary button after %s', async (code, status) => {
    vi.stubEnv('VITE_ANOTHER_WAY_PAGE', '/pages/sms/sms')
    const { openAgreed } = await setup([{ status, body: problem(code, status, false) }])
    const page = await openAgreed()
    await page.get('.phone-button').trigger('getphonenumber', ALLOWED)
    await soon(() => page.get('.fallback-first'))
    expect(page.get('.message-line').text()).toBe(zh.phone.orFallback)
    expect(page.findAll('.actions .button').map((button) => button.text())).toEqual([
      zh.phone.fallback,
      zh.phone.signIn,
      zh.phone.skip,
    ])
    expect(page.get('.phone-button').classes()).toContain('button-secondary')
  })

  test('offers the fallback page in a browser, if the owner has one', async () => {
    const uni = stubUni()
    expect(mount(OpenInWeChat).find('.fallback-here').exists()).toBe(false)
    vi.stubEnv('VITE_ANOTHER_WAY_PAGE', '/pages/sms/sms')
    const card = mount(OpenInWeChat)
    expect(card.text()).toContain('请在微信中打开')
    await card.get('.fallback-here').trigger('click')
    expect(uni.opened()).toEqual(['/pages/sms/sms'])
  })
})

describe('languages and text sizes', () => {
  test.each([
    [16, '1'],
    [17, '1'],
    [20, '1.18'],
    [40, '1.4'],
  ])('scales its text for WeChat’s text size %i by %s', async (fontSizeSetting, scale) => {
    const { open, uni } = await setup([{ body: PHONE }])
    uni.getAppBaseInfo = () => ({ fontSizeSetting })
    expect((await open(PhonePage)).get('.page').attributes('style')).toContain(`--text-scale: ${scale};`)
  })

  test.each([
    ['zh-Hant', zh],
    ['en', en],
    ['fr', en],
  ])('speaks the system’s language: %s', async (locale, texts) => {
    const { openAgreed, uni } = await setup([{ body: PHONE }], { locale })
    expect((await openAgreed()).get('.phone-button').text()).toBe(texts.phone.signIn)
    expect(uni.setNavigationBarTitle).toHaveBeenCalledWith(expect.objectContaining({ title: texts.phone.title }))
  })
})

test('says that a build without an address is not configured, and shows no dead button', async () => {
  const { open } = await setup([{ body: PHONE }], { configured: false })
  const page = await open(PhonePage)
  expect(page.get('.not-configured').text()).toContain(zh.notConfigured.title)
  expect(page.get('.developer-hint').text()).toContain('VITE_API_BASE_URL')
  expect(page.find('.phone-button').exists()).toBe(false)
  expect(page.get('.skip-button').text()).toBe(zh.phone.back)
})
