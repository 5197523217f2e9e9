import { describe, type ProblemLog } from '../host/index'

/** The object that the mini program passed to `App()`. */
export interface Application {
  readonly globals: Record<'App' | 'getApp', (options?: Record<string, unknown>) => unknown>
  readonly call: (method: string, ...args: unknown[]) => void
  /** Runs code of the mini program. What it throws is logged as a problem and passed to `onError`. */
  readonly guard: (run: () => void) => void
  readonly fail: (error: unknown) => void
}

export function createApplication(problems: ProblemLog): Application {
  let app: Record<string, unknown> | undefined

  function callMethod(name: string, args: readonly unknown[]): void {
    const method = app?.[name]
    if (typeof method === 'function') Reflect.apply(method, app, args)
  }

  function fail(error: unknown): void {
    problems.report(error)
    try {
      callMethod('onError', [describe(error)])
    } catch (second) {
      problems.report(second)
    }
  }

  function guard(run: () => void): void {
    try {
      run()
    } catch (error) {
      fail(error)
    }
  }

  return {
    globals: {
      App: (options) => {
        app = options
      },
      getApp: () => app,
    },
    call(method, ...args) {
      guard(() => {
        callMethod(method, args)
      })
    },
    guard,
    fail,
  }
}
