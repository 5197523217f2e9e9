import { readFileSync } from 'node:fs'
import type { Browser, Page } from 'playwright-core'
import { afterAll, expect, onTestFinished, vi } from 'vitest'
import { type RunningEmulator, startEmulator } from '../../src/index'
import { browser } from '@uni-phone/test-support/browser'

const LOW_CONTRAST = readFileSync(new URL('low-contrast.js', import.meta.url), 'utf8')

// a browser on a busy computer takes its time
vi.setConfig({ testTimeout: 30_000 })

export function eventually<Value>(read: () => Value) {
  return expect.poll(read, { timeout: 10_000 })
}

const shared = browser === undefined ? undefined : await share(browser)

afterAll(async () => {
  await browser?.close()
  await shared?.emulator.close()
})

// one page for all: to make another for each test takes longer than the tests
async function share(owner: Browser) {
  const emulator = await startEmulator({ log: () => undefined })
  const context = await owner.newContext({ locale: 'en-US', permissions: ['clipboard-read', 'clipboard-write'] })
  return { emulator, ...listenTo(await context.newPage()) }
}

function listenTo(page: Page) {
  const [problems, requested]: [string[], string[]] = [[], []]
  page.on('console', (message) => problems.push(message.text()))
  page.on('pageerror', (error) => problems.push(error.message))
  page.on('request', (request) => requested.push(request.url()))
  return { page, problems, requested }
}

export async function openConsole() {
  const { emulator, page, problems, requested } = shared as NonNullable<typeof shared>
  onTestFinished(() => {
    expect(problems.splice(0)).toEqual([])
    expect(requested.filter((url) => !url.startsWith(`${emulator.url}/`))).toEqual([])
  })
  emulator.reset()
  await page.emulateMedia({ colorScheme: 'light' })
  await page.goto(emulator.url)
  await page.locator('#live.on').waitFor()
  return { emulator, page, problems, text: (selector: string) => page.locator(selector).innerText() }
}

/** A page of its own, in a language of its own. */
export async function openPage(emulator: RunningEmulator, locale: string): Promise<Page> {
  const context = await (browser as Browser).newContext({ locale })
  onTestFinished(() => context.close())
  const page = await context.newPage()
  await page.goto(emulator.url)
  return page
}

export async function isWide(page: Page): Promise<boolean> {
  return page.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth')
}

/** Texts whose contrast to their ground is below 4.5. @see https://www.w3.org/TR/WCAG22/#contrast-minimum */
export async function readLowContrast(page: Page): Promise<unknown> {
  return page.evaluate(LOW_CONTRAST)
}
