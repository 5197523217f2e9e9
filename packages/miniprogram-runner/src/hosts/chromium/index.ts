import type { Browser, BrowserContext, Page } from 'playwright-core'
import { compileFor } from '../../compile/index'
import type { CompiledMiniProgram } from '../../format/index'
import type { NodeFunctions, PhoneSettings, PhoneSetUp, Theme } from '../../runtime/index'
import type { PhoneAnswers } from '../node/index'
import { bundleRuntime, createNativeHttp, type NativeHttp } from '../shared/index'
import { PACKAGE_ORIGIN, readBuiltInStyles, servePackage } from './package-server'
import {
  createControls,
  createReaders,
  type ChromiumControls,
  type ChromiumReaders,
  type PhoneWindow,
} from './page-access'

export interface ChromiumRunOptions extends PhoneSettings, Pick<PhoneAnswers, 'openType' | 'login'> {
  /** Returns the code for `#wx-allow` on the drawn sheet; called when the button is tapped. @default () => 'phone-code' */
  readonly phoneCode?: () => Promise<string> | string
  /** Masked number on the drawn sheet. @default '138****8000' */
  readonly phoneNumber?: string
  /** `errMsg` of `#wx-deny`; Android spells it `getPhoneNumber:fail:user deny`. @default 'getPhoneNumber:fail user deny' */
  readonly denial?: string
  /** @default 'Mini Program' */
  readonly appName?: string
  /** Height of the screen, in CSS pixels; its width is the one that the program was compiled for. @default 812 */
  readonly height?: number
}

export type { ChromiumRecords } from './page-access'

/** A mini program on a drawn phone: WeChat's sheet (`#wx-sheet`, `#wx-allow`, `#wx-deny`) is part of its page. */
export interface ChromiumMiniProgram extends ChromiumControls, ChromiumReaders {
  readonly page: Page
  readonly context: BrowserContext
  /** Addresses outside of the package that the page itself has fetched, without those of `wx.request`. */
  readonly foreignRequests: readonly string[]
  readonly close: () => Promise<void>
}

/**
 * Runs a built mini program in a browser tab drawn as a phone. Tests use playwright's own locators and touches there;
 * class names are those of the source.
 *
 * @param program Its folder, or the result of `compileMiniProgram`.
 */
export async function runInChromium(
  browser: Browser,
  program: string | CompiledMiniProgram,
  options: ChromiumRunOptions = {},
): Promise<ChromiumMiniProgram> {
  const compiled = compileFor(program, options)
  const context = await openContext(browser, compiled, options)
  const page = await context.newPage()
  const http = createNativeHttp({ appId: options.appId, isRelease: options.envVersion === 'release' })
  const browserProblems = watchProblems(page)
  const foreignRequests = await servePackage(page, compiled.folder)
  await exposeNode(page, http, options)
  await loadPhone(page, compiled, options)
  const close = async (): Promise<void> => {
    http.close()
    await context.close()
  }
  return {
    page,
    context,
    foreignRequests,
    close,
    ...createControls(page, compiled),
    ...createReaders(page, browserProblems),
  }
}

function openContext(
  browser: Browser,
  program: CompiledMiniProgram,
  options: ChromiumRunOptions,
): Promise<BrowserContext> {
  const { height = 812 } = options
  return browser.newContext({
    viewport: { width: program.width, height },
    deviceScaleFactor: 2,
    isMobile: true,
    hasTouch: true,
    colorScheme: colorScheme(program, options.systemInfo?.theme),
  })
}

// a mini program without a dark theme is drawn light on a dark phone
function colorScheme({ app }: CompiledMiniProgram, theme: Theme = 'light'): Theme {
  return app.darkmode === true ? theme : 'light'
}

function watchProblems(page: Page): string[] {
  const problems: string[] = []
  page.on('pageerror', (error) => problems.push(error.stack ?? error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text())
  })
  return problems
}

async function exposeNode(page: Page, http: NativeHttp, options: ChromiumRunOptions): Promise<void> {
  const { login = () => 'login-code', phoneCode = () => 'phone-code', openType = () => undefined } = options
  const functions: Record<keyof NodeFunctions, (...args: never[]) => unknown> = {
    phoneRequest: http.request,
    phoneAbort: http.abort,
    phoneLogin: login,
    phoneCode,
    phoneOpenType: openType,
  }
  await Promise.all(Object.entries(functions).map(([name, run]) => page.exposeFunction(name, run)))
}

async function loadPhone(page: Page, program: CompiledMiniProgram, options: ChromiumRunOptions): Promise<void> {
  await page.goto(`${PACKAGE_ORIGIN}/`)
  await page.addScriptTag({ content: await bundleRuntime() })
  // an anonymous function: tsx adds a helper to named ones that does not exist in the page
  await page.evaluate(
    (setUp) => {
      const phone = window as unknown as PhoneWindow
      phone.miniProgram = phone.miniprogramRuntime.startPhone(setUp)
    },
    setUpFor(program, options),
  )
}

function setUpFor(program: CompiledMiniProgram, options: ChromiumRunOptions): PhoneSetUp {
  const { appName = 'Mini Program', phoneNumber = '138****8000', denial = 'getPhoneNumber:fail user deny' } = options
  const isJson = ([, value]: [string, unknown]): boolean => typeof value !== 'function'
  return {
    program,
    settings: Object.fromEntries(Object.entries(options).filter(isJson)),
    hasOpenType: options.openType !== undefined,
    appName,
    phoneNumber,
    denial,
    builtInStyles: readBuiltInStyles(),
  }
}
