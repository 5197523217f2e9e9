import type { CompiledMiniProgram } from '../format/index'
import type { Phone, PhoneSettings, RequestRecord, SetDataRecord, Theme, UiRecord, WxAnswer } from './host/index'
import { createRuntime, type Runtime } from './runtime'
import { nodeOf, queryAll, readText, tapOn, typeInto, type MiniProgramElement } from './test-api/index'
import type { OpenPage, Page } from './view/index'
import { readStorage } from './wx/index'

/** An element, or a selector of which the first match is meant. */
export type Target = MiniProgramElement | string

/** A mini program on its phone, and the actions of a test. */
export interface MiniProgramRun {
  /**
   * Starts the mini program, or leaves all pages and opens another: `pages/a/a?b=c`, by default the first page.
   *
   * @throws {Error} when the page is not in app.json, or its script throws while it is loaded.
   */
  readonly launch: (url?: string) => Page
  /** Returns the first match on the current page: `.class`, `#id`, `tag`, or descendants (`.a .b`) of these. */
  readonly $: (selector: string) => MiniProgramElement | undefined
  readonly $$: (selector: string) => MiniProgramElement[]
  /** Returns the visible text, by default of the whole page. */
  readonly text: (target?: Target) => string
  /** @throws {Error} when there is no such element, or it is hidden. */
  readonly tap: (target: Target) => void
  /** Replaces the text of an `<input>` or `<textarea>`. */
  readonly input: (target: Target, value: string) => void
  /** Sends an event that the gestures above do not make: `trigger('.picker', 'change', { value: 1 })`. */
  readonly trigger: (target: Target, name: string, detail?: Record<string, unknown>) => void
  readonly requests: readonly RequestRecord[]
  readonly setDataCalls: readonly SetDataRecord[]
  readonly ui: readonly UiRecord[]
  /** Functions of `wx` that the mini program looked for and this runner lacks. */
  readonly missingApis: ReadonlySet<string>
  /** The mini program's storage as it is now. */
  readonly storage: Record<string, unknown>
  /** Returns the thrown errors, `console.error` and warnings so far; `[]` for a mini program without problems. */
  readonly problems: () => string[]
  readonly pages: readonly Page[]
  readonly page: Page
  readonly wx: Record<string, (...args: unknown[]) => unknown>
  /** Presses the phone's own back button. */
  readonly back: () => void
  /** Puts the mini program into the background. After five seconds its requests end and it is suspended until `show`. */
  readonly hide: () => void
  /** Brings the mini program to the front again. */
  readonly show: () => void
  readonly setOnline: (isOnline: boolean) => void
  readonly setTheme: (theme: Theme) => void
  /**
   * Changes the way WeChat answers from now on.
   *
   * @param api A function of `wx` (`login`), an event by the function that adds its listener (`onNetworkStatusChange`),
   *   or the `open-type` of a native button (`getPhoneNumber`).
   */
  readonly setAnswer: (api: string, answer: WxAnswer) => void
  /** Names of the functions whose answers are held, in the order in which they came. */
  readonly heldAnswers: readonly string[]
  /** Delivers held answers: those of one function, or all. */
  readonly releaseAnswers: (api?: string) => void
  /**
   * Moves the mini program's time forward without waiting: its timers and `Date`, WeChat's time-outs, and the five
   * seconds after `hide`.
   */
  readonly advance: (ms: number) => Promise<void>
  /** Calls back after every setData; returns a function that ends it. */
  readonly onDrawn: (listener: () => void) => () => void
  /** Leaves all pages and ends all timers. */
  readonly stop: () => void
}

export function createMiniProgram(program: CompiledMiniProgram, settings: PhoneSettings, phone: Phone): MiniProgramRun {
  const runtime = createRuntime(program, settings, phone)
  const { stack, records, problems, wx, delivery } = runtime
  const find = (target: Target): MiniProgramElement => findElement(currentPage(runtime), target)
  return {
    launch: (url) => runtime.launch(url),
    $: (selector) => queryAll(currentPage(runtime), selector)[0],
    $$: (selector) => queryAll(currentPage(runtime), selector),
    text: (target) => (target === undefined ? readText(currentPage(runtime).holder) : find(target).text),
    tap: (target) => {
      tapOn(find(target))
    },
    input: (target, value) => {
      typeInto(find(target), value)
    },
    trigger: (target, name, detail = {}) => {
      nodeOf(find(target)).triggerEvent(name, detail, {})
    },
    requests: records.requests,
    setDataCalls: records.setDataCalls,
    ui: records.ui,
    missingApis: records.missingApis,
    get storage() {
      return readStorage(wx.storage)
    },
    problems: problems.list,
    get pages() {
      return stack.pages()
    },
    get page() {
      return currentPage(runtime)
    },
    wx: wx.functions as MiniProgramRun['wx'],
    back: runtime.back,
    hide: runtime.hide,
    show: runtime.show,
    setOnline: wx.network.setOnline,
    setTheme: runtime.setTheme,
    setAnswer: delivery.setAnswer,
    get heldAnswers() {
      return delivery.heldAnswers()
    },
    releaseAnswers: delivery.releaseAnswers,
    advance: runtime.clock.advance,
    onDrawn: (listener) => {
      runtime.drawn.add(listener)
      return () => {
        runtime.drawn.remove(listener)
      }
    },
    stop: runtime.stop,
  }
}

function currentPage({ stack }: Runtime): OpenPage {
  const page = stack.top()
  if (page === undefined) throw new Error('no page is open: call launch() first')
  return page
}

function findElement(page: OpenPage, target: Target): MiniProgramElement {
  if (typeof target !== 'string') return target
  const [element] = queryAll(page, target)
  if (element === undefined) throw new Error(`${page.route} has no ${target}; its text: ${readText(page.holder)}`)
  return element
}
