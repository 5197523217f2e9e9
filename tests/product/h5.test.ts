import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect } from 'vitest'
import { browser, browserTest } from '@uni-phone/test-support/browser'
import { freePort, startDevServer } from '@uni-phone/test-support/services'
import { startStack } from '@uni-phone/test-support/product'

const [apiPort, h5Port] = [await freePort(), await freePort()]
const url = `http://127.0.0.1:${h5Port}`
let stack: Awaited<ReturnType<typeof startStack>>
let h5: Awaited<ReturnType<typeof startDevServer>>

beforeAll(async () => {
  if (browser === undefined) return
  const env = { UNI_PHONE_SANDBOX: '1', API_TARGET: `http://127.0.0.1:${apiPort}`, H5_PORT: String(h5Port) }
  ;[stack, h5] = await Promise.all([startStack(apiPort), startDevServer(env)])
})

afterAll(async () => {
  if (browser === undefined) return
  await h5.stop()
  await stack[Symbol.asyncDispose]()
})

/** A person's own window, and every host it asked. */
async function openPage() {
  const context = await browser?.newContext({
    viewport: { width: 375, height: 812 },
    hasTouch: true,
    isMobile: true,
    locale: 'zh-CN',
  })
  if (context === undefined) throw new Error('no browser')
  const page = await context.newPage()
  const hosts = new Set<string>()
  const errors: string[] = []
  page.on('request', (request) => hosts.add(new URL(request.url()).host))
  page.on('pageerror', (error) => errors.push(error.message))
  await page.goto(url)
  return { page, hosts, errors, [Symbol.asyncDispose]: () => context.close() }
}

async function openSheet(page: Page): Promise<void> {
  await page.locator('.sign-in-link').tap()
  await page.locator('.agreement-tick').tap()
  await page.locator('.phone-button').tap()
  await page.locator('.consent-sheet').waitFor()
}

browserTest('tap, sheet, allow, number', async () => {
  await using t = await openPage()
  await openSheet(t.page)
  await t.page.locator('.consent-allow').tap()
  const result = t.page.locator('.phone-result:visible')
  await result.waitFor()
  expect(await result.innerText()).toMatch(/^\d{3}\*{4}\d{4}$/)
  expect(t.errors).toEqual([])
  expect([...t.hosts]).toEqual([new URL(url).host])
})

browserTest('tap, sheet, refuse: calm words, and no exchange', async () => {
  await using t = await openPage()
  const before = stack.exchanges()
  await openSheet(t.page)
  await t.page.locator('.consent-deny').tap()
  await t.page.locator('.phone-message').waitFor()
  expect(await t.page.locator('.phone-message').innerText()).toContain('不影响继续浏览')
  expect(stack.exchanges()).toBe(before)
})

browserTest('by keyboard alone: every stop in reading order, the dialog keeps the focus, Enter presses', async () => {
  await using t = await openPage()
  const { page } = t
  const focused = () => page.evaluate(() => document.activeElement?.className ?? '')
  await page.locator('.sign-in-link').focus()
  await page.keyboard.press('Enter')
  await page.locator('.agree-first-button').waitFor()
  const order: string[] = []
  for (let stop = 0; stop < 5; stop += 1) {
    await page.keyboard.press('Tab')
    order.push(await focused())
  }
  expect(
    order.map((name) => /agree-first-button|skip-button|agreement-tick|terms-link|privacy-link/.exec(name)?.[0]),
  ).toEqual(['agree-first-button', 'skip-button', 'agreement-tick', 'terms-link', 'privacy-link'])
  await page.locator('.agree-first-button').focus()
  await page.keyboard.press(' ')
  await page.getByRole('dialog').waitFor()
  for (let stop = 0; stop < 5; stop += 1) await page.keyboard.press('Tab')
  expect(await page.evaluate(() => document.activeElement?.closest('[role="dialog"]') !== null)).toBe(true)
  await page.getByRole('button', { name: '同意并登录' }).focus()
  await page.keyboard.press('Enter')
  await page.locator('.consent-sheet').waitFor()
})

browserTest.each([320, 430, 768, 1280])(
  'at %i px nothing is wider than the screen, and the row is as high as a finger',
  async (width) => {
    await using t = await openPage()
    await t.page.setViewportSize({ width, height: 700 })
    await t.page.locator('.sign-in-link').tap()
    const row = await t.page.locator('.agreement').boundingBox()
    expect(row?.height).toBeGreaterThanOrEqual(Math.floor((88 * (width > 480 ? 375 : width)) / 750))
    expect(await t.page.evaluate(() => document.documentElement.scrollWidth)).toBe(width)
  },
)
