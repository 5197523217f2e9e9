import { describe, expect, test } from 'vitest'
import MinePage from '../src/pages/mine/mine.vue'
import { MINE_TEXTS } from '../src/pages/mine/mine-texts'
import IndexPage from '../src/pages/index/index.vue'
import PhonePage from '../src/pages/phone/phone.vue'
import { OUTCOME_TEXTS } from '../src/phone-number'
import { MESSAGES } from '../src/texts/messages'
import { PHONE } from './support/api-server'
import { ALLOWED, setup, soon } from './support/open-page'
import {
  AWAY,
  failed,
  ok,
  SESSION,
  type SessionAnswers,
  SIGNED_IN,
  SIGNED_OUT,
  UNKNOWN_USER,
} from './support/session-server'
import { hidePage, showPage } from './support/uni-app'

const { zh } = MESSAGES
const TEXTS = MINE_TEXTS.zh
const TOKEN = 'token-of-the-exchange'
const SIGN_IN = { body: { ...PHONE, data: { token: TOKEN, expiresAt: '2026-12-22T06:00:00.000Z' } } }

type App = Awaited<ReturnType<typeof setup>>

async function tapPhoneButton({ open }: App, query?: Record<string, string>) {
  const page = await open(PhonePage, query)
  if (page.find('.agreement').exists()) await page.get('.agreement').trigger('click')
  await page.get('.phone-button').trigger('getphonenumber', ALLOWED)
  return page
}

describe('the sign-in page', () => {
  test('signs a new user in, and hands no page the token', async () => {
    const t = await setup([SIGN_IN], { session: { 'POST /session': [UNKNOWN_USER] } })
    const page = await tapPhoneButton(t)
    await soon(() => page.get('.phone-result'))
    expect(page.get('.name').text()).toBe(zh.phone.signedIn)
    expect(page.get('.phone-result').text()).toBe('138****8000')
    expect(t.account.state.value).toMatchObject({ status: 'signed_in' })
    expect(t.uni.getStorageSync('session')).toBe(TOKEN)
    expect(page.html()).not.toContain(TOKEN)
    expect(t.seen[0]?.headers.authorization).toBeUndefined()
  })

  test('shows a known user the result, and no button that costs', async () => {
    const { open } = await setup([SIGN_IN], { session: { 'GET /session': [SESSION] }, stored: 'token-0' })
    const page = await open(PhonePage)
    expect(page.get('.phone-result').text()).toBe('****8000')
    expect(page.find('.phone-button, .agree-first-button').exists()).toBe(false)
  })

  test('waits for the silent sign-in before it offers the button', async () => {
    const { open, account, uni } = await setup([SIGN_IN], { session: { 'POST /session': [AWAY, AWAY, UNKNOWN_USER] } })
    let answer: (result: { code: string }) => void = () => undefined
    uni.login.mockImplementation(({ success }) => (answer = success))
    expect(account.state.value).toMatchObject({ status: 'guest', isStale: true })
    const page = await open(PhonePage)
    expect(page.get('.checking-button').text()).toBe(zh.account.checking)
    expect(page.find('.phone-button, .agree-first-button').exists()).toBe(false)
    answer({ code: 'login' })
    await soon(() => page.get('.agree-first-button'))
  })

  test('leaves by itself once the silent sign-in has succeeded', async () => {
    const t = await setup([SIGN_IN], { session: { 'POST /session': [AWAY, AWAY, SIGNED_IN] } })
    await t.open(PhonePage)
    await soon(() => {
      expect(t.uni.navigateBack).toHaveBeenCalledOnce()
    })
    expect(t.uni.showToast).toHaveBeenCalledWith(expect.objectContaining({ title: zh.phone.signedIn }))
  })

  test('closes no page above it when the silent sign-in succeeds there', async () => {
    const t = await setup([SIGN_IN], { session: { 'POST /session': [AWAY, AWAY, SIGNED_IN] } })
    await t.open(PhonePage)
    hidePage()
    await soon(() => {
      expect(t.account.state.value.status).toBe('signed_in')
    })
    expect(t.uni.navigateBack).not.toHaveBeenCalled()
  })

  test('behaves as without accounts if the answer has no session', async () => {
    const t = await setup([{ body: { ...PHONE, data: { token: 5 } } }], {
      session: { 'POST /session': [ok('<html>')] },
    })
    const page = await tapPhoneButton(t)
    await soon(() => page.get('.phone-result'))
    expect(page.get('.name').text()).toBe(zh.phone.confirmed)
    expect(t.account.state.value).toMatchObject({ status: 'guest' })
  })
})

describe('after a sign-out', () => {
  test('登录 uses the login code first', async () => {
    const t = await setup([SIGN_IN], { session: { 'POST /session': [SIGNED_IN] }, stored: 'signed out' })
    const page = await t.open(PhonePage)
    expect(t.sessionCalls()).toEqual([])
    await page.get('.quick-button').trigger('click')
    expect(page.get('.quick-button').attributes()).toMatchObject({ loading: 'true', disabled: '' })
    await soon(() => {
      expect(t.uni.navigateBack).toHaveBeenCalledOnce()
    })
    expect(t.uni.showToast).toHaveBeenCalledWith(expect.objectContaining({ title: zh.phone.signedIn }))
    expect(t.seen).toHaveLength(0)
  })

  test('the phone button is next if nobody is known by the login code', async () => {
    const t = await setup([SIGN_IN], { session: { 'POST /session': [UNKNOWN_USER] }, stored: 'signed out' })
    const page = await t.open(PhonePage)
    await page.get('.quick-button').trigger('click')
    await soon(() => page.get('.agree-first-button'))
    expect(page.find('.phone-message').exists()).toBe(false)
  })

  test('a failure is explained, and the button that the words name tries again', async () => {
    const away = failed('rate_limited', 429, true)
    const t = await setup([SIGN_IN], { session: { 'POST /session': [away, away, SIGNED_IN] }, stored: 'signed out' })
    const page = await t.open(PhonePage)
    await page.get('.quick-button').trigger('click')
    await soon(() => page.get('.phone-message'))
    expect(page.get('.phone-message').text()).toContain(OUTCOME_TEXTS.zh.rate_limited)
    expect(page.get('.quick-button').text()).toBe(zh.phone.retry)
    await page.get('.quick-button').trigger('click')
    await soon(() => {
      expect(t.uni.navigateBack).toHaveBeenCalledOnce()
    })
  })
})

describe('a change of number', () => {
  const change = (...answers: NonNullable<SessionAnswers['POST /phone-number']>) => ({
    session: { 'GET /session': [SESSION], 'POST /session': [SIGNED_IN], 'POST /phone-number': answers },
    stored: 'token-0',
  })

  test('sends the new number’s code with the session', async () => {
    const t = await setup([SIGN_IN], change(ok(SIGN_IN.body)))
    const page = await tapPhoneButton(t, { change: '1' })
    expect(t.uni.setNavigationBarTitle).toHaveBeenCalledWith(expect.objectContaining({ title: zh.phone.changeTitle }))
    await soon(() => page.get('.phone-result'))
    expect(page.get('.name').text()).toBe(zh.phone.changed)
    expect(t.sessionSeen.at(-1)?.headers.authorization).toBe('Bearer token-0')
  })

  test('signs in again silently if the session has ended, and sends the same code and key once more', async () => {
    const t = await setup([SIGN_IN], change(SIGNED_OUT, ok(SIGN_IN.body)))
    const page = await tapPhoneButton(t, { change: '1' })
    await soon(() => page.get('.phone-result'))
    const [first, , second] = t.sessionSeen.slice(1)
    expect(t.sessionCalls().slice(1)).toEqual(['POST /phone-number', 'POST /session', 'POST /phone-number'])
    expect(second?.headers.authorization).toBe('Bearer token-1')
    expect([second?.body, second?.headers['idempotency-key']]).toEqual([first?.body, first?.headers['idempotency-key']])
  })

  test('is no part of a sign-in, even if the user was recognized while WeChat’s sheet was open', async () => {
    const t = await setup([SIGN_IN], { session: { 'POST /session': [UNKNOWN_USER, SIGNED_IN] } })
    const page = await t.open(PhonePage)
    await page.get('.agreement').trigger('click')
    await page.get('.phone-button').trigger('click')
    await t.account.signIn()
    expect(t.account.state.value.status).toBe('signed_in')
    await page.get('.phone-button').trigger('getphonenumber', ALLOWED)
    await soon(() => page.get('.phone-result'))
    expect(t.seen[0]?.headers.authorization).toBeUndefined()
  })

  test('says that another account has the number', async () => {
    const t = await setup([SIGN_IN], change(failed('phone_number_taken', 409)))
    const page = await tapPhoneButton(t, { change: '1' })
    await soon(() => page.get('.phone-message'))
    expect(page.get('.phone-message').text()).toContain(OUTCOME_TEXTS.zh.phone_number_taken)
  })
})

describe('requireAccount', () => {
  test('goes on at once for a signed-in user', async () => {
    const { account, uni } = await setup([SIGN_IN], { session: { 'GET /session': [SESSION] }, stored: 'token-0' })
    await expect(account.requireAccount()).resolves.toBe(true)
    expect(uni.opened()).toEqual([])
  })

  test('brings a guest back to where they were once they have signed in', async () => {
    const t = await setup([SIGN_IN], { session: { 'POST /session': [UNKNOWN_USER] } })
    const required = t.account.requireAccount()
    await soon(() => {
      expect(t.uni.opened()).toEqual(['/pages/phone/phone?from=guard'])
    })
    await tapPhoneButton(t, { from: 'guard' })
    await soon(() => {
      expect(t.uni.navigateBack).toHaveBeenCalledOnce()
    })
    expect(t.uni.showToast).toHaveBeenCalledWith(expect.objectContaining({ title: zh.phone.signedIn }))
    t.account.closeSignIn()
    await expect(required).resolves.toBe(true)
  })

  test('says no if the guest leaves', async () => {
    const { account, uni } = await setup([SIGN_IN], { session: { 'POST /session': [UNKNOWN_USER] } })
    const required = account.requireAccount()
    await soon(() => {
      expect(uni.opened()).toHaveLength(1)
    })
    account.closeSignIn()
    await expect(required).resolves.toBe(false)
  })
})

describe('home', () => {
  test('shows who is signed in and leads to the account', async () => {
    const { open, uni } = await setup([SIGN_IN], { session: { 'GET /session': [SESSION] }, stored: 'token-0' })
    const page = await open(IndexPage)
    expect(page.get('.account').text()).toContain('+86 ****8000')
    expect(page.find('.sign-in-link').exists()).toBe(false)
    await page.get('.mine-link').trigger('click')
    expect(uni.opened()).toEqual(['/pages/mine/mine'])
  })

  test('greets a returning user before the server has answered, and shows no 登录', async () => {
    const t = await setup([SIGN_IN], { session: { 'GET /session': [AWAY, SESSION] }, stored: 'token-0' })
    t.account.state.value = { status: 'unknown', isReturning: true }
    const page = await t.open(IndexPage)
    expect(page.get('.account').text()).toContain(zh.account.checking)
    expect(page.find('.sign-in-link').exists()).toBe(false)
  })

  test('says that it shows the last state while the server is away', async () => {
    const { open } = await setup([SIGN_IN], { session: { 'GET /session': [AWAY] }, stored: 'token-0' })
    const page = await open(IndexPage)
    expect(page.get('.account-stale').text()).toBe(zh.account.stale)
  })
})

describe('the account page', () => {
  const session = { 'GET /session': [SESSION] }

  async function openMine(answers: NonNullable<Parameters<typeof setup>[1]>['session'] = {}) {
    const t = await setup([SIGN_IN], { session: { ...session, ...answers }, stored: 'token-0' })
    return { ...t, page: await t.open(MinePage) }
  }

  test('loads the number of a user who signed in silently', async () => {
    const { open, sessionCalls } = await setup([SIGN_IN], { session: { ...session, 'POST /session': [SIGNED_IN] } })
    expect(sessionCalls()).toEqual(['POST /session'])
    const page = await open(MinePage)
    await soon(() => {
      expect(page.get('.account-number').text()).toBe('+86 ****8000')
    })
  })

  test('says that the account has no number once it belongs to somebody else', async () => {
    const account = { id: 'a' }
    const { page } = await openMine({ 'GET /session': [ok({ expiresAt: '', account })] })
    expect(page.get('.account-number').text()).toBe(zh.account.noNumber)
  })

  test('leads to the change of number', async () => {
    const { page, uni } = await openMine()
    await page.get('.change-row').trigger('click')
    expect(uni.opened()).toEqual(['/pages/phone/phone?change=1'])
  })

  test('signs out, and says so', async () => {
    const { page, uni, account } = await openMine({ 'DELETE /session': [ok()] })
    await page.get('.sign-out-row').trigger('click')
    expect(account.state.value).toMatchObject({ status: 'guest', isSignedOut: true })
    expect(uni.showToast).toHaveBeenCalledWith(expect.objectContaining({ title: TEXTS.done.signOut }))
    expect(page.get('.sign-in-link').text()).toBe(zh.home.signIn)
  })

  test.each([
    ['.everywhere-row', 'DELETE /sessions', TEXTS.signOutEverywhere, TEXTS.done.signOutEverywhere],
    ['.close-row', 'DELETE /account', TEXTS.close, TEXTS.done.close],
  ] as const)('%s asks first, naming what goes', async (row, route, question, done) => {
    const { page, uni, sessionCalls, account } = await openMine({ [route]: [ok()] })
    await page.get(row).trigger('click')
    expect(page.get('.dialog').text()).toContain(question.text)
    expect(sessionCalls()).not.toContain(route)
    await page.get('.confirm-button').trigger('click')
    await soon(() => {
      expect(account.state.value).toMatchObject({ status: 'guest', isSignedOut: true })
    })
    expect(uni.showToast).toHaveBeenCalledWith(expect.objectContaining({ title: done }))
    expect(page.find('.dialog').exists()).toBe(false)
  })

  test('does nothing if the user cancels', async () => {
    const { page, sessionCalls } = await openMine()
    await page.get('.close-row').trigger('click')
    await page.get('.dismiss-button').trigger('click')
    expect(page.find('.dialog').exists()).toBe(false)
    expect(sessionCalls()).toEqual(['GET /session'])
  })

  test('explains a failure, and can be asked again', async () => {
    const { page, account } = await openMine({ 'DELETE /account': [AWAY, ok()] })
    for (const isLast of [false, true]) {
      await page.get('.close-row').trigger('click')
      await page.get('.confirm-button').trigger('click')
      await soon(() => {
        expect(page.find('.dialog').exists()).toBe(false)
      })
      expect(page.findAll('.mine-problem').map((words) => words.text())).toEqual(isLast ? [] : [TEXTS.failed])
    }
    expect(account.state.value).toMatchObject({ status: 'guest' })
  })

  test('notices at the next request that the session ended elsewhere', async () => {
    const { page, account } = await openMine({
      'DELETE /sessions': [SIGNED_OUT],
      'POST /session': [UNKNOWN_USER],
    })
    await page.get('.everywhere-row').trigger('click')
    await page.get('.confirm-button').trigger('click')
    await soon(() => {
      expect(account.state.value).toMatchObject({ status: 'guest' })
    })
    expect(page.find('.sign-in-link').exists()).toBe(true)
  })

  test('tells a guest that the server is away, and asks again when it is shown', async () => {
    const t = await setup([SIGN_IN], { session: { 'POST /session': [AWAY, AWAY, SIGNED_IN] } })
    const page = await t.open(MinePage)
    await soon(() => {
      expect(t.account.state.value).toMatchObject({ status: 'signed_in' })
    })
    showPage()
    expect(page.find('.sign-in-link').exists()).toBe(false)
  })
})
