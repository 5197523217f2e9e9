import type { Page } from 'playwright-core'
import type { CompiledMiniProgram } from '../../compile/index'
import type * as Runtime from '../../runtime/index'
import type { MiniProgramRun } from '../../runtime/mini-program'
import type { Theme } from '../../runtime/host/options'
import type { RequestRecord, SetDataRecord, UiRecord } from '../../runtime/host/records'

/** The page's `window`, once the phone is loaded. */
export interface PhoneWindow {
  miniprogramRuntime: typeof Runtime
  miniProgram: MiniProgramRun
}

/** What the mini program has done so far. */
export interface ChromiumRecords {
  route: string
  requests: RequestRecord[]
  setDataCalls: SetDataRecord[]
  ui: UiRecord[]
  missingApis: string[]
  storage: Record<string, unknown>
}

export interface ChromiumControls {
  /** Starts the mini program, or leaves all pages and opens another: `pages/a/a?b=c`, by default the first page. */
  launch: (url?: string) => Promise<void>
  back: () => Promise<void>
  hide: () => Promise<void>
  show: () => Promise<void>
  setOnline: (isOnline: boolean) => Promise<void>
  setTheme: (theme: Theme) => Promise<void>
}

export interface ChromiumReaders {
  records: () => Promise<ChromiumRecords>
  /** Thrown errors, `console.error` and warnings so far, of the mini program and of the browser. */
  problems: () => Promise<string[]>
}

type Method = 'launch' | 'back' | 'hide' | 'show' | 'setOnline' | 'setTheme'

export function createControls(page: Page, { app }: CompiledMiniProgram): ChromiumControls {
  const call = (method: Method, argument?: unknown): Promise<void> =>
    page.evaluate(
      ([name, value]) => {
        const { miniProgram } = window as unknown as PhoneWindow
        miniProgram[name](value as never)
      },
      [method, argument] as const,
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
  }
}

export function createReaders(page: Page, browserProblems: string[]): ChromiumReaders {
  return {
    records: () =>
      page.evaluate(() => {
        const { miniProgram } = window as unknown as PhoneWindow
        const { requests, setDataCalls, ui, missingApis, storage } = miniProgram
        return {
          route: miniProgram.page.route,
          requests: [...requests],
          setDataCalls: [...setDataCalls],
          ui: [...ui],
          missingApis: [...missingApis],
          storage,
        }
      }),
    async problems() {
      const own = await page.evaluate(() => (window as unknown as PhoneWindow).miniProgram.problems())
      return [...own, ...browserProblems]
    },
  }
}
