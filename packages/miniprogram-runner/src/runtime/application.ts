import { describe, type ProblemLog } from './problem-log'
import { callMethod } from './page'
import type { ListenerList } from './wx/listener-list'

/** What the mini program gave to `App()`. */
export interface Application {
  globals: Record<'App' | 'getApp', (options?: Record<string, unknown>) => unknown>
  call: (method: string, ...args: unknown[]) => void
  /** Runs code of the mini program; what it throws goes to `onError` and to the problems. */
  guard: (run: () => void) => void
  fail: (error: unknown) => void
}

export function createApplication(problems: ProblemLog, failed: () => ListenerList): Application {
  let app: Record<string, unknown> | undefined

  function fail(error: unknown): void {
    problems.report(error)
    const message = describe(error)
    failed().call(message)
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
