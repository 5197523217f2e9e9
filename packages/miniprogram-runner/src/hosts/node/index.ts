import type { Window } from 'happy-dom'
import { compileFor } from '../../compile/index'
import type { CompiledMiniProgram } from '../../format/index'
import type {
  ButtonInfo,
  EventDetail,
  MiniProgramRun,
  ModalAnswer,
  ModalOptions,
  Phone,
  PhoneSettings,
} from '../../runtime/index'
import { createNativeHttp, startRuntime, type NativeHttp } from '../shared/index'

/** Answers of the phone's user and of WeChat. Each may come later. */
export interface PhoneAnswers {
  /**
   * Answers a tap on a native button with the detail of the event that WeChat sends (`getphonenumber` for
   * `getPhoneNumber`). Nothing is sent for undefined.
   */
  readonly openType?: (
    openType: string,
    button: ButtonInfo,
  ) => Promise<EventDetail | undefined> | EventDetail | undefined
  /** Returns the code of `wx.login`. @default () => 'login-code' */
  readonly login?: () => Promise<string> | string
  /** Answers `wx.showModal`. @default () => ({ confirm: true }) */
  readonly modal?: (options: ModalOptions) => Promise<ModalAnswer> | ModalAnswer
}

export type RunOptions = PhoneSettings & PhoneAnswers

/** A mini program that runs in this process. */
export interface MiniProgram extends Omit<MiniProgramRun, 'stop' | 'onDrawn'> {
  /**
   * Resolves to the first truthy result of `predicate`, which is called after every setData and every few milliseconds;
   * while it throws, it is called again.
   *
   * @param timeoutMs Counted in polls: on a busy machine it takes longer. @default 3000
   * @throws {Error} with the text of the page and the problems, when that time is over.
   */
  readonly until: <T>(predicate: () => T, timeoutMs?: number) => Promise<NonNullable<T>>
  /** Ends the mini program: its timers, its requests, its document. */
  readonly close: () => Promise<void>
}

const WAIT_MS = 3000

/**
 * Runs a built mini program in Node, on a document of happy-dom.
 *
 * @param program Its folder, or the result of `compileMiniProgram`.
 * @see https://github.com/wechat-miniprogram/glass-easel
 */
export async function runInNode(program: string | CompiledMiniProgram, options: RunOptions = {}): Promise<MiniProgram> {
  const compiled = compileFor(program, options)
  const window = await openWindow(compiled, options)
  const { createMiniProgram } = await startRuntime(window)
  const http = createNativeHttp({ appId: options.appId, isRelease: options.envVersion === 'release' })
  const run = createMiniProgram(compiled, options, createPhone(window, http, options))
  return Object.defineProperties(createLife(run, window, http), Object.getOwnPropertyDescriptors(run)) as MiniProgram
}

async function openWindow({ width }: CompiledMiniProgram, { systemInfo }: RunOptions): Promise<Window> {
  const { Window } = await import('happy-dom')
  const device = { prefersColorScheme: systemInfo?.theme ?? 'light' }
  const settings = { device, disableCSSFileLoading: true, disableJavaScriptFileLoading: true }
  return new Window({ width, height: systemInfo?.windowHeight ?? 724, url: 'http://miniprogram.test/', settings })
}

function createLife(run: MiniProgramRun, window: Window, http: NativeHttp): Pick<MiniProgram, 'until' | 'close'> {
  const describe = (): string =>
    [`page: ${run.pages.length > 0 ? run.text() : 'none'}`, ...run.problems().map((text) => `problem: ${text}`)].join(
      '\n',
    )
  return {
    until: (predicate, timeoutMs = WAIT_MS) => waitUntil({ predicate, timeoutMs, describe, onChange: run.onDrawn }),
    async close() {
      run.stop()
      http.close()
      await window.happyDOM.abort()
      window.close()
    },
  }
}

function createPhone(window: Window, http: NativeHttp, answers: PhoneAnswers): Phone {
  const { openType = noAnswer, login = () => 'login-code', modal = () => ({ confirm: true }) } = answers
  const container = window.document.body as unknown as HTMLElement
  return {
    request: http.request,
    abortRequest: http.abort,
    openType: async (type, button) => openType(type, button),
    login: async () => login(),
    modal: async (options) => modal(options),
    container: () => container,
    showUi: () => undefined,
    showPage: () => undefined,
  }
}

function noAnswer(): undefined {
  return undefined
}

// read when the module is loaded, because a test may replace the timers by fake ones and still has to wait
const { setInterval, clearInterval } = globalThis

const POLL_INTERVAL_MS = 5

interface WaitOptions<T> {
  readonly predicate: () => T
  readonly timeoutMs: number
  readonly describe: () => string
  /** Calls back after each change of the page; returns a function that ends it. */
  readonly onChange: (listener: () => void) => () => void
}

/**
 * Resolves to the first truthy result. While the predicate throws, it is called again. The time is counted in polls, so
 * that a process which gets no CPU does not run out of it.
 */
function waitUntil<T>({ predicate, timeoutMs, describe, onChange }: WaitOptions<T>): Promise<NonNullable<T>> {
  return new Promise((resolve, reject) => {
    let pollsLeft = timeoutMs / POLL_INTERVAL_MS
    let isOver = false
    let cause: unknown
    const end = (): void => {
      isOver = true
      clearInterval(timer)
      forget()
    }
    const check = (): void => {
      if (isOver) return
      try {
        const result = predicate()
        if (!result) return
        end()
        resolve(result)
      } catch (error) {
        cause = error
      }
    }
    const poll = (): void => {
      check()
      pollsLeft -= 1
      if (isOver || pollsLeft > 0) return
      end()
      reject(new Error(`not true within ${timeoutMs} ms\n${describe()}`, { cause }))
    }
    const timer = setInterval(poll, POLL_INTERVAL_MS)
    // not during the setData, because the predicate may tap
    const forget = onChange(() => {
      queueMicrotask(check)
    })
    check()
  })
}
