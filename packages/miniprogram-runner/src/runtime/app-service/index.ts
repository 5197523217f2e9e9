import { findModule, type CompiledMiniProgram } from '../../format/index'
import type { Clock, Delivery, PhoneSettings, ProblemLog, WxFunctions } from '../host/index'
import type { Application } from './application'
import { createEvalGuard, createModuleScope } from './globals'
import { createConsole, createTimers } from './timers'

export { createApplication, type Application } from './application'

/** Runs a script of the package, unchanged, as a CommonJS module: `load('app.js')`. */
export type ModuleLoader = (file: string) => unknown

export interface ModuleDeps {
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
    requirePlugin: refuse,
    requireMiniProgram: refuse,
    __wxConfig: { pages: program.app.pages, envVersion: settings.envVersion ?? 'develop' },
  }
  globals['global'] = globals
  return createModuleLoader(program.scripts, globals)
}

function refuse(): never {
  throw new Error('plugins and other mini programs cannot be required here')
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
