import type { CompiledMiniProgram } from '../../compile/index'
import type { Application } from '../app-service/application'
import { createComponentRegistry } from './component-registry'
import type { BuiltInOptions } from './components/index'
import { createFramework } from './framework'
import type { ModuleLoader } from '../app-service/module-loader'
import type { OpenPage } from './page'
import { createPageStack, type PageStack } from './page-stack'
import { createReadyQueue } from './ready-queue'
import type { SetDataRecorder } from './set-data'
import { createTemplateStore } from './templates'

export interface View {
  stack: PageStack
  /** `Component`, `Page` and `Behavior` for the modules. */
  globals: Record<string, unknown>
  stop: () => void
}

export interface ViewOptions extends BuiltInOptions {
  program: CompiledMiniProgram
  container: HTMLElement
  recorder: SetDataRecorder
  application: Application
  load: ModuleLoader
  onShown: (page: OpenPage) => void
}

/** Everything that is drawn: the framework, the components of the mini program, its pages. */
export function createView(options: ViewOptions): View {
  const { program, container, recorder, application, load, onShown } = options
  const ready = createReadyQueue((waiting) => {
    stack.callReady(waiting)
  })
  const { space, backend } = createFramework({
    program,
    builtIns: options,
    recorder,
    onAttached: ready.add,
    reportError: application.fail,
  })
  const registry = createComponentRegistry({ program, space, templates: createTemplateStore(program.templates) })
  const define = (route: string): void => {
    registry.define(route, load)
  }
  const stack = createPageStack({ space, backend, container, define, ready, guard: application.guard, onShown })

  function stop(): void {
    ready.stop()
    stack.closeTo(0)
  }
  return { stack, globals: registry.globals, stop }
}
