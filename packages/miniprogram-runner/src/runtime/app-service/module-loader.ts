import { findScript, resolvePackagePath } from '../../format/package-path'
import { createModuleScope } from './module-scope'

interface Module {
  exports: unknown
}

type Require = (request: string) => unknown
type ModuleBody = (this: undefined, require: Require, module: Module, exports: unknown) => void

/** Runs the package's scripts, unchanged, as CommonJS modules: `load('app.js')`. */
export type ModuleLoader = (file: string) => unknown

export function createModuleLoader(scripts: Record<string, string>, globals: Record<string, unknown>): ModuleLoader {
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
  const path = resolvePackagePath(from, request)
  const file = findScript(scripts, path)
  if (file === undefined)
    throw new Error(`module '${path}.js' is not defined, require args is '${request}' (in ${from})`)
  return file
}

// `with` makes the scope's names assignable; it needs sloppy code, which indirect eval gives
function evaluate(source: string, file: string, scope: object): ModuleBody {
  const wrapped = `(function (scope) { with (scope) { return function (require, module, exports) {${source}
}}})\n//# sourceURL=miniprogram:///${file}`
  const factory = (0, globalThis.eval)(wrapped) as (scope: object) => ModuleBody
  return factory(scope)
}
