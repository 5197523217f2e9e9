import type { Browser, Page } from 'playwright-core'
import { HEIGHTS, type Variant } from './variant'

export interface H5Options {
  readonly browser: Browser
  /** The sandbox's page, and the page of a production build. */
  readonly urls: { readonly sandbox: string; readonly production: string }
  readonly variant: Variant
  readonly shoot: (page: Page, state: string) => Promise<void>
}

export async function shootH5({ browser, urls, variant, shoot }: H5Options): Promise<void> {
  const { theme, language, width } = variant
  const context = await browser.newContext({
    viewport: { width, height: HEIGHTS[width] },
    deviceScaleFactor: 2,
    hasTouch: true,
    isMobile: true,
    colorScheme: theme,
    locale: language === 'zh' ? 'zh-CN' : 'en-US',
  })
  const page = await context.newPage()
  const see = (selector: string) => page.locator(`${selector}:visible`).first().waitFor()
  const tap = (selector: string) => page.locator(`${selector}:visible`).first().tap()
  await page.goto(urls.sandbox)
  await see('.sign-in-link')
  await shoot(page, '01-home')
  await tap('.sign-in-link')
  await see('.agreement')
  await shoot(page, '02-phone')
  await tap('.agree-first-button')
  await see('.dialog')
  await shoot(page, '03-agree')
  await tap('.dialog .phone-button')
  await see('.consent-sheet')
  await page.getByText(/\*{4}/).waitFor()
  await shoot(page, '05-sheet')
  await tap('.consent-allow')
  await see('.finish-button')
  await shoot(page, '06-done')
  await page.goto(`${urls.production}#/pages/phone/phone`)
  await see('.open-in-wechat')
  await shoot(page, '24-open-in-wechat')
  await context.close()
}
