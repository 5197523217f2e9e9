import {
  addGlobalErrorListener,
  addGlobalWarningListener,
  CurrentWindowBackendContext,
  Event,
  type domlikeBackend,
  type GeneralComponent,
} from 'glass-easel'
import { MiniProgramEnv, type AssociatedBackend, type CodeSpace } from 'glass-easel-miniprogram-adapter'
import { BUILT_IN_COMPONENTS, convertUnits, type CompiledMiniProgram, type StyleSheet } from '../../format/index'
import type { ProblemLog, SetDataRecord } from '../host/index'
import { isBuiltIn, registerBuiltIns, type BuiltInOptions } from './components/index'

interface Framework {
  readonly space: CodeSpace
  readonly backend: AssociatedBackend
}

interface FrameworkOptions {
  readonly program: CompiledMiniProgram
  readonly builtIns: BuiltInOptions
  readonly recorder: SetDataRecorder
  readonly onAttached: (component: GeneralComponent) => void
  readonly reportError: (error: unknown) => void
}

/** Sets glass-easel, WeChat's own component framework, up as WeChat does. */
export function createFramework({ program, builtIns, recorder, onAttached, reportError }: FrameworkOptions): Framework {
  listenToFramework(reportError)
  const environment = new MiniProgramEnv()
  const space = environment.createCodeSpace('', true)
  // uni-app puts its event handlers on the instance while it draws, so they are looked up there at each call
  space.getComponentSpace().updateComponentOptions({ useMethodCallerListeners: true, writeFieldsToNode: false })
  const backend = environment.associateBackend(createBackend(program.width))
  addStyleSheets(space, program.styleSheets)
  registerBuiltIns(space, builtIns)
  space.setOverallBehavior(createObserver(space, recorder, onAttached))
  return { space, backend }
}

/** Warnings that every uni-app page triggers before its first `setData`, when its fields are undefined, or by unknown attributes; ignored. */
const HARMLESS_WARNING = /^The for-list data is neither|received type-incompatible value|is not a valid property$/

// false: the error is neither rethrown nor written to the console
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

/** Creates a behavior for all components of the mini program but the built-in ones. */
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

type BackendElement = domlikeBackend.Element

/** Creates the document that glass-easel draws into: built-in components are `wx-` elements, inline styles know `rpx`. */
function createBackend(width: number): CurrentWindowBackendContext {
  const backend = new CurrentWindowBackendContext()
  backend.document = {
    createElement: (tag) => styledIn(document.createElement(BUILT_IN_COMPONENTS.has(tag) ? `wx-${tag}` : tag), width),
    createTextNode: (text) => document.createTextNode(text) as unknown as BackendElement,
    createDocumentFragment: () => document.createDocumentFragment() as unknown as BackendElement,
  }
  listenToUser(backend)
  return backend
}

function styledIn(element: HTMLElement, width: number): BackendElement {
  const setAttribute = element.setAttribute.bind(element)
  element.setAttribute = (name, value) => {
    setAttribute(name, name === 'style' ? convertUnits(value, width) : value)
  }
  return element as unknown as BackendElement
}

// without a listener glass-easel drops every tap
function listenToUser(backend: CurrentWindowBackendContext): void {
  backend.onEvent((target, type, detail: unknown, options) => {
    const event = new Event(type, detail, options)
    Event.dispatchEvent(target, event)
    return event.getEventBubbleStatus()
  })
}

/**
 * Adds all style sheets to the document once, `app` first, so that a page's rules win. glass-easel gets only the prefixes
 * of class names: it would add a component's sheet again for each page that shows it.
 */
function addStyleSheets(space: CodeSpace, sheets: readonly StyleSheet[]): void {
  for (const { path, classPrefix } of sheets) space.addStyleSheet(path, undefined, classPrefix)
  for (const { css } of [...sheets].sort(appFirst)) {
    const style = document.createElement('style')
    style.textContent = css
    document.head.append(style)
  }
}

function appFirst(a: StyleSheet, b: StyleSheet): number {
  return Number(b.path === 'app') - Number(a.path === 'app')
}

type Data = Record<string, unknown>

interface DataOwner {
  setData: (data: Data, callback?: () => void) => void
}

export interface SetDataRecorder {
  /** Wraps the owner's `setData`. */
  readonly watch: (component: string, owner: DataOwner) => void
}

interface RecorderOptions {
  readonly calls: SetDataRecord[]
  readonly problems: ProblemLog
  /** Called when the page shows the new data. */
  readonly onDrawn: () => void
}

// documented: at most 1024 KB of data in one setData
const LIMIT_BYTES = 1024 * 1024

/**
 * Records each `setData` and passes only its JSON on: WeChat's app service and view run in two threads.
 *
 * @see https://developers.weixin.qq.com/miniprogram/dev/framework/performance/tips/runtime_setData.html
 */
export function createSetDataRecorder({ calls, problems, onDrawn }: RecorderOptions): SetDataRecorder {
  function record(component: string, data: Data): Data {
    const json = JSON.stringify(data)
    const copy = JSON.parse(json) as Data
    const call = { component, bytes: new TextEncoder().encode(json).length, keys: Object.keys(data), data: copy }
    calls.push(call)
    for (const problem of findProblems(data, call)) problems.report(problem)
    return JSON.parse(json) as Data
  }

  return {
    watch(component, owner) {
      const setData = owner.setData.bind(owner)
      owner.setData = (data, callback) => {
        setData(record(component, data), callback)
        onDrawn()
      }
    },
  }
}

function findProblems(data: Data, { component, bytes }: SetDataRecord): string[] {
  const undefinedKeys = Object.keys(data).filter((key) => data[key] === undefined)
  return [
    ...undefinedKeys.map((key) => `Setting data field "${key}" to undefined is invalid. (${component})`),
    ...(bytes > LIMIT_BYTES ? [`setData of ${component} has ${bytes} bytes: at most ${LIMIT_BYTES} are allowed`] : []),
  ]
}
