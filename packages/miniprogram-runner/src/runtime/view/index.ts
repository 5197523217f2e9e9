import type { CompiledMiniProgram } from '../../format/index'
import { createComponentRegistry, type LoadScript } from './component-registry'
import type { BuiltInOptions } from './components/index'
import { createFramework, type SetDataRecorder } from './framework'
import type { OpenPage } from './page'
import { createPageStack, createReadyQueue, type PageStack } from './page-stack'
import { createTemplateStore } from './templates'

export { isBuiltIn, tagOfBuiltIn, type AskOpenType } from './components/index'
export { componentsOf, type OpenPage, type Page } from './page'
export type { PageStack } from './page-stack'
export { createSetDataRecorder } from './framework'

interface View {
  readonly stack: PageStack
  /** `Component`, `Page`, `Behavior` and `getCurrentPages` for the modules. */
  readonly globals: Record<string, unknown>
  readonly stop: () => void
}

interface ViewDeps extends BuiltInOptions {
  readonly program: CompiledMiniProgram
  readonly container: HTMLElement
  readonly recorder: SetDataRecorder
  readonly load: LoadScript
  readonly guard: (run: () => void) => void
  readonly reportError: (error: unknown) => void
  readonly onShown: (page: OpenPage) => void
}

/** Creates everything that is drawn: the framework, the components of the mini program, its pages. */
export function createView(deps: ViewDeps): View {
  const { program, load, reportError } = deps
  const ready = createReadyQueue((waiting) => {
    stack.callReady(waiting)
  })
  const { space, backend } = createFramework({ ...deps, builtIns: deps, onAttached: ready.add })
  const registry = createComponentRegistry({
    program,
    space,
    reportError,
    templates: createTemplateStore(program.templates, reportError),
  })
  const define = (route: string): void => {
    registry.define(route, load)
  }
  const stack = createPageStack({ ...deps, space, backend, define, ready })
  const getCurrentPages = (): object[] => stack.pages().map(({ instance }) => instance)

  function stop(): void {
    ready.stop()
    stack.closeTo(0)
  }
  return { stack, globals: { ...registry.globals, getCurrentPages }, stop }
}
