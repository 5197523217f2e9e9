import { describe, type ProblemLog } from '../host/problem-log'
import { callMethod } from '../view/page'

/** What the mini program gave to `App()`. */
export interface Application {
  globals: Record<'App' | 'getApp', (options?: Record<string, unknown>) => unknown>
  call: (method: string, ...args: unknown[]) => void
  /** Runs code of the mini program; what it throws goes to `onError` and to the problems. */
  guard: (run: () => void) => void
  fail: (error: unknown) => void
}

export function createApplication(problems: ProblemLog): Application {
  let app: Record<string, unknown> | undefined

  function fail(error: unknown): void {
    problems.report(error)
    const message = describe(error)
    try {
      callMethod(app ?? {}, 'onError', message)
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
      guard(() => callMethod(app ?? {}, method, ...args))
    },
    guard,
    fail,
  }
}
