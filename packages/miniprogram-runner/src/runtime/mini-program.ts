import type { CompiledMiniProgram } from '../compile/index'
import { nodeOf, queryAll, readText, type MiniProgramElement } from './test-api/elements'
import { tapOn, typeInto } from './test-api/gestures'
import type { Phone } from './host/phone'
import { createMachine, type Machine } from './runtime'
import type { PhoneSettings, Theme } from './host/options'
import type { OpenPage, Page } from './view/page'
import type { RequestRecord, SetDataRecord, UiRecord } from './host/records'
import { readStorage } from './wx/storage'

/** An element, or a selector whose first match is meant. */
export type Target = MiniProgramElement | string

/** A mini program on its phone, and what a test can do with it. */
export interface MiniProgramRun {
  /**
   * Starts the mini program, or leaves all pages and opens another: `pages/a/a?b=c`, by default the first page.
   *
   * @throws {Error} when the page is not in app.json, or its script throws while it is loaded.
   */
  launch: (url?: string) => Page
  /** The first match on the current page: `.class`, `#id`, `tag`, or descendants (`.a .b`) of these. */
  $: (selector: string) => MiniProgramElement | undefined
  $$: (selector: string) => MiniProgramElement[]
  /** What a person reads there, by default on the whole page. */
  text: (target?: Target) => string
  /** @throws {Error} when there is no such element, or it is hidden. */
  tap: (target: Target) => void
  /** Replaces what stands in an `<input>` or `<textarea>`. */
  input: (target: Target, value: string) => void
  /** Sends an event that the gestures above don't make: `trigger('.picker', 'change', { value: 1 })`. */
  trigger: (target: Target, name: string, detail?: Record<string, unknown>) => void
  readonly requests: readonly RequestRecord[]
  readonly setDataCalls: readonly SetDataRecord[]
  readonly ui: readonly UiRecord[]
  /** Functions of `wx` that the mini program looked for in vain. */
  readonly missingApis: ReadonlySet<string>
  /** The mini program's storage as it is now. */
  readonly storage: Record<string, unknown>
  /** Thrown errors, `console.error` and warnings so far; `[]` for a mini program that runs as it should. */
  problems: () => string[]
  readonly pages: readonly Page[]
  readonly page: Page
  readonly wx: Record<string, (...args: unknown[]) => unknown>
  /** The phone's own back button. */
  back: () => void
  /** Puts the mini program into the background. */
  hide: () => void
  /** Brings it to the front again. */
  show: () => void
  setOnline: (isOnline: boolean) => void
  setTheme: (theme: Theme) => void
  /** Calls back after every setData; returns a function that ends it. */
  onDrawn: (listener: () => void) => () => void
  /** Leaves all pages and ends all timers. */
  stop: () => void
}

export function createMiniProgram(program: CompiledMiniProgram, settings: PhoneSettings, phone: Phone): MiniProgramRun {
  const machine = createMachine(program, settings, phone)
  const { stack, records, problems, parts } = machine
  const find = (target: Target): MiniProgramElement => findElement(currentPage(machine), target)
  return {
    launch: (url) => machine.launch(url),
    $: (selector) => queryAll(currentPage(machine), selector)[0],
    $$: (selector) => queryAll(currentPage(machine), selector),
    text: (target) => (target === undefined ? readText(currentPage(machine).holder) : find(target).text),
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
      return readStorage(parts.storage)
    },
    problems: problems.list,
    get pages() {
      return stack.pages()
    },
    get page() {
      return currentPage(machine)
    },
    wx: machine.wx as MiniProgramRun['wx'],
    back: machine.back,
    hide: machine.hide,
    show: machine.show,
    setOnline: parts.network.setOnline,
    setTheme: machine.setTheme,
    onDrawn: (listener) => {
      machine.drawn.add(listener)
      return () => {
        machine.drawn.remove(listener)
      }
    },
    stop: machine.stop,
  }
}

function currentPage({ stack }: Machine): OpenPage {
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
