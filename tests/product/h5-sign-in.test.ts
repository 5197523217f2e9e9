import { browser, browserTest } from '@uni-phone/test-support/browser'
import { openTestAccounts, startStack } from '@uni-phone/test-support/product'
import { freePort, startDevServer } from '@uni-phone/test-support/services'
import axe from 'axe-core'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect } from 'vitest'

interface AxeWindow {
  readonly axe: { run: (context: object) => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> }
}

const [apiPort, h5Port] = [await freePort(), await freePort()]
const url = `http://127.0.0.1:${h5Port}/`
let accounts: Awaited<ReturnType<typeof openTestAccounts>>
let stack: Awaited<ReturnType<typeof startStack>>
let h5: Awaited<ReturnType<typeof startDevServer>>

beforeAll(async () => {
  if (browser === undefined) return
  accounts = await openTestAccounts()
  const env = { UNI_PHONE_SANDBOX: '1', API_TARGET: `http://127.0.0.1:${apiPort}`, H5_PORT: String(h5Port) }
  ;[stack, h5] = await Promise.all([startStack(apiPort, { accounts: accounts.accounts }), startDevServer(env)])
})

afterAll(async () => {
  if (browser === undefined) return
  await h5.stop()
  await stack[Symbol.asyncDispose]()
  await accounts[Symbol.asyncDispose]()
})

function createActions(page: Page) {
  const first = (selector: string) => page.locator(`${selector}:visible`).first()
  const see = (selector: string) => first(selector).waitFor()
  const tap = (selector: string) => first(selector).click()
  return {
    see,
    tap,
    text: (selector: string) => first(selector).innerText(),
    storedToken: () => page.evaluate(() => localStorage.getItem('session') ?? ''),
    /** Taps the phone button and allows WeChat's sheet, with another number if one is given. */
    async allow(number?: string): Promise<void> {
      await tap('.phone-button')
      await see('.consent-sheet')
      if (number !== undefined) {
        await tap('.consent-other')
        await page.locator('.consent-input input').fill(number)
      }
      await tap('.consent-allow')
    },
    async signIn(): Promise<void> {
      await tap('.sign-in-link')
      await tap('.agreement-tick')
      await this.allow()
      await see('.finish-button')
      await tap('.finish-button')
    },
  }
}

/** A new WeChat user in a window of their own, on the account page. */
async function openNewUser(options: Parameters<NonNullable<typeof browser>['newContext']>[0] = {}) {
  const context: BrowserContext | undefined = await browser?.newContext({
    viewport: { width: 390, height: 844 },
    locale: 'zh-CN',
    ...options,
  })
  if (context === undefined) throw new Error('no browser')
  const page = await context.newPage()
  const errors: string[] = []
  page.on('pageerror', ({ message }) => errors.push(message))
  await page.goto(`${url}#/pages/mine/mine`)
  const actions = createActions(page)
  await actions.tap('.new-user')
  await actions.see('.guest')
  return { page, errors, ...actions, [Symbol.asyncDispose]: () => context.close() }
}

browserTest(
  'a new user signs in by a tap, is still signed in after a reload, and no phone code is spent for that',
  async () => {
    await using t = await openNewUser()
    await t.signIn()
    await t.see('.close-row')
    const spent = stack.exchanges()
    const token = await t.storedToken()
    await t.page.goto(url)
    await t.page.reload()
    await t.see('.account-number')
    expect(await t.text('.account')).toMatch(/已登录\s+\+86 \*{4}\d{4}/)
    expect(await t.storedToken()).toBe(token)
    expect(stack.exchanges()).toBe(spent)
    expect(t.errors).toEqual([])
  },
)

browserTest('after a sign-out nobody is signed in silently; 登录 needs no phone code', async () => {
  await using t = await openNewUser()
  await t.signIn()
  const spent = stack.exchanges()
  await t.tap('.sign-out-row')
  await t.see('.guest')
  await t.page.goto(url)
  await t.page.reload()
  await t.tap('.sign-in-link')
  await t.tap('.quick-button')
  await t.see('.account')
  expect(stack.exchanges()).toBe(spent)
})

browserTest('a session that has ended on the server is replaced silently', async () => {
  await using t = await openNewUser()
  await t.signIn()
  const [spent, token] = [stack.exchanges(), await t.storedToken()]
  await t.tap('.end-session')
  await t.see('.sandbox-note')
  await t.page.goto(url)
  await t.page.reload()
  await t.see('.account')
  await expect.poll(() => t.storedToken()).not.toBe(token)
  expect(stack.exchanges()).toBe(spent)
})

browserTest('the number is changed, but not to one that another account has', async () => {
  await using ben = await openNewUser()
  await ben.signIn()
  await ben.tap('.change-row')
  await ben.allow('13700000001')
  await ben.see('.finish-button')
  expect(await ben.text('.phone-result')).toBe('137****0001')
  await using ana = await openNewUser()
  await ana.signIn()
  await ana.tap('.change-row')
  await ana.allow('13700000001')
  await ana.see('.phone-message')
  expect(await ana.text('.phone-message')).toContain('已属于另一个账号')
})

browserTest('a closed account is gone, and its user comes back by number', async () => {
  await using t = await openNewUser()
  await t.signIn()
  await t.tap('.close-row')
  expect(await t.text('.dialog')).toContain('不能恢复')
  await t.tap('.confirm-button')
  await t.see('.guest')
  await t.tap('.sign-in-link')
  await t.tap('.quick-button')
  await t.see('.agree-first-button')
})

describe('every page has no fault that axe finds', () => {
  async function faults(page: Page): Promise<string[]> {
    await page.addScriptTag({ content: axe.source })
    // uni-app's own title bar is outside of every landmark
    const parts = { exclude: ['uni-page-head'] }
    const { violations } = await page.evaluate((context) => (window as unknown as AxeWindow).axe.run(context), parts)
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
  }

  browserTest.each([
    ['light', 'zh-CN', 390],
    ['dark', 'en-US', 1280],
  ] as const)('%s, %s, %i px', async (colorScheme, locale, width) => {
    await using t = await openNewUser({
      colorScheme,
      locale,
      viewport: { width, height: 844 },
      reducedMotion: 'reduce',
    })
    expect(await t.page.locator('html').getAttribute('lang')).toBe(locale === 'zh-CN' ? 'zh-CN' : 'en')
    const found: Record<string, string[]> = {}
    const look = async (state: string) => void (found[state] = await faults(t.page))
    await look('account of a guest')
    await t.tap('.sign-in-link')
    await t.see('.agree-first-button')
    await look('sign-in page')
    await t.tap('.agree-first-button')
    await t.see('.dialog')
    await look('agreement')
    await t.tap('.dialog .phone-button')
    await t.see('.consent-sheet')
    await t.tap('.consent-allow')
    await t.see('.finish-button')
    await look('result')
    await t.tap('.finish-button')
    await t.see('.close-row')
    await look('account')
    await t.tap('.close-row')
    await t.see('.dialog')
    await look('question')
    await t.tap('.dismiss-button')
    await t.tap('.change-row')
    await t.see('.phone-button')
    await look('change of number')
    await t.page.goto(url)
    await t.see('.account')
    await look('home')
    await t.page.goto(`${url}#/agreement/terms`)
    await t.see('.document-section')
    await look('document')
    expect(Object.fromEntries(Object.entries(found).filter(([, list]) => list.length > 0))).toEqual({})
  })
})
