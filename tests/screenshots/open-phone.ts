import {
  type ChromiumRunOptions,
  compileMiniProgram,
  type EventDetail,
  runInChromium,
} from '@uni-phone/miniprogram-runner'
import type { Browser, Page } from 'playwright-core'
import type { startStubApi } from '@uni-phone/test-support/services'
import { HEIGHTS, type Shoot, type Variant } from './variant'

interface MiniProgramFolders {
  readonly production: string
  /** Built with another way. */
  readonly anotherWay: string
  /** Built without an address. */
  readonly notConfigured: string
  /** A development build with WeChat's own button: it has the developer's hints. */
  readonly development: string
}

export interface StateOptions {
  readonly browser: Browser
  readonly folders: MiniProgramFolders
  readonly api: Awaited<ReturnType<typeof startStubApi>>
  readonly variant: Variant
  /** WeChat's text size, where it isn't the usual one. */
  readonly fontSizeSetting?: number
  readonly shoot: (page: Page, state: string) => Promise<void>
}

type Detail = (() => EventDetail) | undefined

/** Opens a page of a build, and says how to go on from there. */
export async function open(folder: string, given: StateOptions, openType?: Detail, url?: string, token?: string) {
  const { browser, variant, fontSizeSetting = 17, shoot } = given
  const { theme, language, width } = variant
  const systemInfo = { theme, language: language === 'zh' ? 'zh_CN' : 'en', fontSizeSetting }
  const options: ChromiumRunOptions = {
    systemInfo,
    height: HEIGHTS[width],
    appName: 'uni-phone',
    ...(openType && { openType }),
    ...(token && { storage: { session: token } }),
  }
  const phone = await runInChromium(browser, compileMiniProgram(folder, { width }), options)
  await phone.launch(url)
  const click = (selector: string) => phone.page.locator(`${selector}:visible`).first().click()
  const take: Shoot = (state) => shoot(phone.page, state)
  return { phone, click, take, see: (selector: string) => phone.page.locator(`${selector}:visible`).first().waitFor() }
}
