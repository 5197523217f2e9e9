import type { Page } from 'playwright-core'
import type { CompiledMiniProgram } from '../../format/index'
import type * as Runtime from '../../runtime/index'
import type { MiniProgramRun, RequestRecord, SetDataRecord, Theme, UiRecord, WxAnswer } from '../../runtime/index'

/** `window` of the page, once the phone is loaded. */
export interface PhoneWindow {
  readonly miniprogramRuntime: typeof Runtime
  miniProgram: MiniProgramRun
}

/** Records of the mini program so far. */
export interface ChromiumRecords {
  readonly route: string
  readonly requests: RequestRecord[]
  readonly setDataCalls: SetDataRecord[]
  readonly ui: UiRecord[]
  readonly missingApis: string[]
  readonly storage: Record<string, unknown>
  /** See `MiniProgram.heldAnswers`. */
  readonly heldAnswers: string[]
}

export interface ChromiumControls {
  /** Starts the mini program, or leaves all pages and opens another: `pages/a/a?b=c`, by default the first page. */
  readonly launch: (url?: string) => Promise<void>
  readonly back: () => Promise<void>
  readonly hide: () => Promise<void>
  readonly show: () => Promise<void>
  readonly setOnline: (isOnline: boolean) => Promise<void>
  readonly setTheme: (theme: Theme) => Promise<void>
  /** See `MiniProgram.setAnswer`. */
  readonly setAnswer: (api: string, answer: WxAnswer) => Promise<void>
  /** See `MiniProgram.releaseAnswers`. */
  readonly releaseAnswers: (api?: string) => Promise<void>
  /** See `MiniProgram.advance`. */
  readonly advance: (ms: number) => Promise<void>
}

export interface ChromiumReaders {
  readonly records: () => Promise<ChromiumRecords>
  /** Returns the thrown errors, `console.error` and warnings so far, of the mini program and of the browser. */
  readonly problems: () => Promise<string[]>
}

export function createControls(page: Page, { app }: CompiledMiniProgram): ChromiumControls {
  const call = (method: keyof ChromiumControls, ...args: unknown[]): Promise<void> =>
    page.evaluate(
      async ([name, given]) => {
        const { miniProgram } = window as unknown as PhoneWindow
        // the page that `launch` returns is no JSON
        await (miniProgram[name] as (...args: unknown[]) => unknown)(...given)
      },
      [method, args] as const,
    )
  return {
    launch: (url) => call('launch', url),
    back: () => call('back'),
    hide: () => call('hide'),
    show: () => call('show'),
    setOnline: (isOnline) => call('setOnline', isOnline),
    async setTheme(theme) {
      if (app.darkmode === true) await page.emulateMedia({ colorScheme: theme })
      await call('setTheme', theme)
    },
    setAnswer: (api, answer) => call('setAnswer', api, answer),
    releaseAnswers: (api) => call('releaseAnswers', api),
    advance: (ms) => call('advance', ms),
  }
}

export function createReaders(page: Page, browserProblems: string[]): ChromiumReaders {
  return {
    records: () =>
      page.evaluate(() => {
        const { miniProgram } = window as unknown as PhoneWindow
        const { requests, setDataCalls, ui, missingApis, storage, heldAnswers } = miniProgram
        return {
          route: miniProgram.page.route,
          requests: [...requests],
          setDataCalls: [...setDataCalls],
          ui: [...ui],
          missingApis: [...missingApis],
          storage,
          heldAnswers: [...heldAnswers],
        }
      }),
    async problems() {
      const own = await page.evaluate(() => (window as unknown as PhoneWindow).miniProgram.problems())
      return [...own, ...browserProblems]
    },
  }
}
