import { findModule, type CompiledMiniProgram } from '../../format/index'
import {
  describe,
  type Clock,
  type Delivery,
  type PhoneSettings,
  type ProblemLog,
  type WxFunctions,
} from '../host/index'
import { createEvalGuard, createModuleScope } from './globals'
import { createConsole, createTimers } from './timers'

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

/** Runs a script of the package, unchanged, as a CommonJS module: `load('app.js')`. */
export type ModuleLoader = (file: string) => unknown

interface ModuleDeps {
  readonly program: CompiledMiniProgram
  readonly settings: PhoneSettings
  readonly application: Application
  readonly problems: ProblemLog
  readonly clock: Clock
  readonly delivery: Delivery
  readonly wx: WxFunctions
  /** `Component`, `Page`, `Behavior` and `getCurrentPages`. */
  readonly viewGlobals: Record<string, unknown>
}

/** Loads the mini program's scripts, with everything that they use as globals. */
export function createModules(deps: ModuleDeps): ModuleLoader {
  const { program, settings, application, problems, wx, viewGlobals } = deps
  const globals: Record<string, unknown> = {
    ...application.globals,
    ...viewGlobals,
    ...createTimers({ ...deps, guard: application.guard }),
    ...createEvalGuard(settings.onFunction ?? 'throws', () => globals),
    console: createConsole(problems),
    wx,
    __wxConfig: { pages: program.app.pages, envVersion: settings.envVersion ?? 'develop' },
  }
  globals['global'] = globals
  return createModuleLoader(program.scripts, globals)
}

interface Module {
  exports: unknown
}

type Require = (request: string) => unknown
type ModuleBody = (this: undefined, require: Require, module: Module, exports: unknown) => void

function createModuleLoader(scripts: Record<string, string>, globals: Record<string, unknown>): ModuleLoader {
  const modules = new Map<string, Module>()
  const scope = createModuleScope(globals)

  function load(file: string): unknown {
    const loaded = modules.get(file)
    if (loaded !== undefined) return loaded.exports
    const module: Module = { exports: {} }
    modules.set(file, module)
    const require: Require = (request) => load(resolveScript(scripts, file, request))
    evaluate(scripts[file] ?? '', file, scope).call(undefined, require, module, module.exports)
    return module.exports
  }
  return load
}

function resolveScript(scripts: Record<string, string>, from: string, request: string): string {
  const file = findModule(scripts, from, request)
  if (file === undefined) throw new Error(`module is not defined, require args is '${request}' (in ${from})`)
  return file
}

// `with` makes the scope's names assignable; it needs sloppy code, which indirect eval gives
function evaluate(source: string, file: string, scope: object): ModuleBody {
  const wrapped = `(function (scope) { with (scope) { return function (require, module, exports) {${source}
}}})\n//# sourceURL=miniprogram:///${file}`
  const factory = (0, globalThis.eval)(wrapped) as (scope: object) => ModuleBody
  return factory(scope)
}
