import type { Delivery } from './delivery'

/** Argument of a function of `wx`. */
export type WxOptions = Record<string, unknown>

export type WxFunctions = Record<string, unknown>

/** Reports an error thrown by the mini program's own code. */
type ReportError = (error: unknown) => void

/** A call that WeChat answers with `fail`; the message follows `api:fail `. */
export class WxFailure extends Error {
  readonly result: object

  constructor(message: string, result: object = {}) {
    super(message)
    this.name = 'WxFailure'
    this.result = result
  }
}

/** Returns the fields of the answer, or nothing; now or later. */
type Run = (options: WxOptions) => unknown
type Listener = (value: unknown) => void

/** Listeners of one event, `wx.onX` and `wx.offX`. */
export interface ListenerList {
  readonly add: (listener: Listener) => void
  /** Removes all listeners if none is given, as `wx.offX()` does. */
  readonly remove: (listener?: Listener) => void
  readonly call: (value?: unknown) => void
}

/** Calls from WeChat into the mini program's code. All of them pass through here, so that a test can change them. */
export class WxCalls {
  private readonly delivery: Delivery
  private readonly reportError: ReportError

  constructor(delivery: Delivery, reportError: ReportError) {
    this.delivery = delivery
    this.reportError = reportError
  }

  /**
   * Creates a function of `wx` in both of its styles: with `success`, `fail` and `complete`, or without and a promise.
   *
   * @see https://developers.weixin.qq.com/miniprogram/dev/framework/app-service/api.html
   */
  create(name: string, run: Run): (options?: WxOptions) => unknown {
    return (options = {}) => {
      if (hasCallback(options)) {
        void this.answer(name, run, options)
        return undefined
      }
      return new Promise((success, fail) => {
        void this.answer(name, run, { ...options, success, fail })
      })
    }
  }

  /** Calls `success` or `fail`, then `complete`. */
  callBack(name: string, options: WxOptions, kind: 'success' | 'fail', result: object): void {
    this.delivery.deliver(name, () => {
      for (const callback of [options[kind], options['complete']]) this.guard(callback, result)
    })
  }

  /** The failure that the test has set for this function. */
  failureOf(name: string): WxFailure | undefined {
    const failure = this.delivery.failureOf(name)
    if (failure === undefined) return undefined
    const { fail, errno } = failure
    return new WxFailure(fail, errno === undefined ? {} : { errno })
  }

  /** Creates the listeners of an event, named after the function that adds one. */
  listeners(name: string): ListenerList {
    const listeners = new Set<Listener>()
    return {
      add: (listener) => {
        listeners.add(listener)
      },
      remove: (listener) => {
        if (listener === undefined) listeners.clear()
        else listeners.delete(listener)
      },
      call: (value) => {
        this.delivery.deliver(name, () => {
          for (const listener of [...listeners]) this.guard(listener, value)
        })
      },
    }
  }

  private async answer(name: string, run: Run, options: WxOptions): Promise<void> {
    try {
      const failure = this.failureOf(name)
      if (failure !== undefined) throw failure
      const result = (await run(options)) as object | undefined
      this.callBack(name, options, 'success', { errMsg: `${name}:ok`, ...result })
    } catch (error) {
      if (!(error instanceof WxFailure)) this.reportError(error)
      const result = error instanceof WxFailure ? error.result : {}
      const message = error instanceof Error ? error.message : String(error)
      this.callBack(name, options, 'fail', { errMsg: `${name}:fail ${message}`, ...result })
    }
  }

  private guard(callback: unknown, value: unknown): void {
    if (typeof callback !== 'function') return
    try {
      ;(callback as Listener)(value)
    } catch (error) {
      this.reportError(error)
    }
  }
}

function hasCallback(options: WxOptions): boolean {
  return ['success', 'fail', 'complete'].some((name) => typeof options[name] === 'function')
}
