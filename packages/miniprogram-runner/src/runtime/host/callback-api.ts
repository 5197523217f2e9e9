/** What a mini program passes to a function of `wx`. */
export type WxOptions = Record<string, unknown>

export type WxFunction = (...args: never[]) => unknown
export type WxFunctions = Record<string, unknown>

/** Reports an error thrown by the mini program's own callback. */
export type ReportError = (error: unknown) => void

/** A call that WeChat answers with `fail`; the message is what stands behind `api:fail `. */
export class WxFailure extends Error {
  readonly result: object

  constructor(message: string, result: object = {}) {
    super(message)
    this.name = 'WxFailure'
    this.result = result
  }
}

type Run = (options: WxOptions) => object | undefined | Promise<object | undefined>

/**
 * A function of `wx` in both of its styles: with `success`, `fail` and `complete`, or with none and a promise.
 *
 * @see https://developers.weixin.qq.com/miniprogram/dev/framework/app-service/api.html
 */
export function createCallbackApi(name: string, run: Run, reportError: ReportError): (options?: WxOptions) => unknown {
  return (options = {}) => {
    if (hasCallback(options)) {
      void answer(name, run, options, reportError)
      return undefined
    }
    return new Promise((success, fail) => {
      void answer(name, run, { ...options, success, fail }, reportError)
    })
  }
}

export function hasCallback(options: WxOptions): boolean {
  return ['success', 'fail', 'complete'].some((name) => typeof options[name] === 'function')
}

async function answer(name: string, run: Run, options: WxOptions, reportError: ReportError): Promise<void> {
  try {
    const result = await run(options)
    callBack(options, 'success', { errMsg: `${name}:ok`, ...result }, reportError)
  } catch (error) {
    if (!(error instanceof WxFailure)) reportError(error)
    const result = error instanceof WxFailure ? error.result : {}
    const message = error instanceof Error ? error.message : String(error)
    callBack(options, 'fail', { errMsg: `${name}:fail ${message}`, ...result }, reportError)
  }
}

/** Calls `success` or `fail`, then `complete`. */
export function callBack(options: WxOptions, kind: 'success' | 'fail', result: object, reportError: ReportError): void {
  for (const callback of [options[kind], options['complete']]) {
    if (typeof callback !== 'function') continue
    try {
      ;(callback as (result: object) => void)(result)
    } catch (error) {
      reportError(error)
    }
  }
}
