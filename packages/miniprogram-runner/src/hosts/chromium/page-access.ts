import type { Page } from 'playwright-core'
import type { CompiledMiniProgram } from '../../format/index'
import type * as Runtime from '../../runtime/index'
import type { MiniProgramRun, RequestRecord, SetDataRecord, Theme, UiRecord } from '../../runtime/index'

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

const CONTROLS = [
  ...(['launch', 'back', 'hide', 'show', 'setOnline', 'setTheme'] as const),
  ...(['setAnswer', 'releaseAnswers', 'advance'] as const),
]

type Control = (typeof CONTROLS)[number]

/** The methods of the same names of `MiniProgram`. */
export type ChromiumControls = {
  readonly [Name in Control]: (...args: Parameters<MiniProgramRun[Name]>) => Promise<void>
}

export interface ChromiumReaders {
  readonly records: () => Promise<ChromiumRecords>
  /** Returns the thrown errors, `console.error` and warnings so far, of the mini program and of the browser. */
  readonly problems: () => Promise<string[]>
}

export function createControls(page: Page, { app }: CompiledMiniProgram): ChromiumControls {
  async function call(name: Control, ...args: unknown[]): Promise<void> {
    const [theme] = args
    if (name === 'setTheme' && app.darkmode === true) await page.emulateMedia({ colorScheme: theme as Theme })
    await page.evaluate(
      async ([method, given]) => {
        const { miniProgram } = window as unknown as PhoneWindow
        await (miniProgram[method] as (...args: unknown[]) => unknown)(...given)
      },
      [name, args] as const,
    )
  }
  return Object.fromEntries(CONTROLS.map((name) => [name, call.bind(undefined, name)])) as unknown as ChromiumControls
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
