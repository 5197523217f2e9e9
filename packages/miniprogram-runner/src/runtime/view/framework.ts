import { addGlobalErrorListener, addGlobalWarningListener, type GeneralComponent } from 'glass-easel'
import { MiniProgramEnv, type AssociatedBackend, type CodeSpace } from 'glass-easel-miniprogram-adapter'
import type { CompiledMiniProgram } from '../../compile/index'
import { createBackend } from './backend'
import { isBuiltIn, registerBuiltIns, type BuiltInOptions } from './components/index'
import type { DataOwner, SetDataRecorder } from './set-data'
import { addStyleSheets } from './style-sheets'

export interface Framework {
  space: CodeSpace
  backend: AssociatedBackend
}

export interface FrameworkOptions {
  program: CompiledMiniProgram
  builtIns: BuiltInOptions
  recorder: SetDataRecorder
  onAttached: (component: GeneralComponent) => void
  reportError: (error: unknown) => void
}

/** glass-easel, WeChat's own component framework, set up the way WeChat uses it. */
export function createFramework({ program, builtIns, recorder, onAttached, reportError }: FrameworkOptions): Framework {
  listenToFramework(reportError)
  const environment = new MiniProgramEnv()
  const space = environment.createCodeSpace('', true)
  // uni-app puts its event handlers on the instance while it draws: they have to be looked up there, when they are called
  space.getComponentSpace().updateComponentOptions({ useMethodCallerListeners: true, writeFieldsToNode: false })
  const backend = environment.associateBackend(createBackend(program.width))
  addStyleSheets(space, program.styleSheets)
  registerBuiltIns(space, builtIns)
  space.setOverallBehavior(createObserver(space, recorder, onAttached))
  return { space, backend }
}

/** What every page of uni-app causes before its first setData, when its fields are undefined, and unknown attributes. */
const HARMLESS_WARNING = /^The for-list data is neither|received type-incompatible value|is not a valid property$/

// false: neither thrown on nor written to the console
function listenToFramework(reportError: (error: unknown) => void): void {
  addGlobalErrorListener((error) => {
    reportError(error)
    return false
  })
  addGlobalWarningListener((message) => {
    if (!HARMLESS_WARNING.test(message)) reportError(message)
    return false
  })
}

interface Caller extends DataOwner {
  _$?: GeneralComponent
}

/** A behavior that every component of the mini program gets, the built-in ones not. */
function createObserver(
  space: CodeSpace,
  recorder: SetDataRecorder,
  onAttached: (component: GeneralComponent) => void,
) {
  return space
    .getComponentSpace()
    .define()
    .lifetime('created', function (this: unknown) {
      const { _$: component } = this as Caller
      if (component !== undefined && !isBuiltIn(component.is)) recorder.watch(component.is, this as Caller)
    })
    .lifetime('attached', function (this: unknown) {
      const { _$: component } = this as Caller
      if (component !== undefined) onAttached(component)
    })
    .registerBehavior()
}
