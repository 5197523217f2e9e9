import type { Element, ShadowedEvent, template } from 'glass-easel'
import { elementOf } from './components/index'

type Templates = template.ProcGenGroupList
type Content = (name: string) => ReturnType<Templates[string]> | undefined

/** Compiled templates of all components, by path. */
export interface TemplateStore {
  readonly find: (path: string) => template.ComponentTemplate | undefined
}

type CreateTemplates = (reportWxsError: (error: unknown) => void) => Templates

export function createTemplateStore(source: string, reportError: (error: unknown) => void): TemplateStore {
  const create = (0, globalThis.eval)(`(function (reportWxsError) { return ${source} })`) as CreateTemplates
  const groupList = create(reportError)
  return {
    find(path) {
      const group = groupList[path]
      if (group === undefined) return undefined
      // the type excludes a missing sub-template, but the engine asks for one and expects undefined
      const content = withPlainEvents(group) as (name: string) => ReturnType<Templates[string]>
      return { groupList, content, fallbackListenerOnNativeNode: true }
    },
  }
}

function withPlainEvents(group: Content): Content {
  return (name) => {
    const generate = group(name)
    if (generate === undefined) return undefined
    return (wrapper, isCreation, data, updates) => {
      wrapper.setEventListenerWrapper(callWithPlainEvent)
      return generate(wrapper, isCreation, data, updates)
    }
  }
}

interface Touch {
  readonly identifier?: number
  readonly pageX?: number
  readonly pageY?: number
  readonly clientX?: number
  readonly clientY?: number
}

interface OriginalEvent extends Touch {
  readonly touches?: Iterable<Touch>
  readonly changedTouches?: Iterable<Touch>
}

type Listener = (this: unknown, event: never) => unknown

const TOUCH_EVENTS = /^(tap|touch|longpress|longtap)/

/** Passes a plain object to each listener, because uni-app expects `detail` to be an own property of the event. */
function callWithPlainEvent(caller: unknown, event: ShadowedEvent<unknown>, listener: Listener): boolean | undefined {
  const result = listener.call(caller, { ...commonFields(event), ...touchFields(event) } as never)
  return typeof result === 'boolean' ? result : undefined
}

function commonFields(event: ShadowedEvent<unknown>): object {
  return {
    type: event.type,
    timeStamp: event.timeStamp,
    target: plainTarget(event.target),
    currentTarget: plainTarget(event.currentTarget),
    mark: event.mark ?? {},
    // not a copy: a uni-app component finds its parent through what the listener writes into it
    detail: event.detail,
    mut: event.mutatedMarked(),
  }
}

function plainTarget(target: Element): object {
  const element = elementOf(target)
  const { offsetLeft = 0, offsetTop = 0 } = (element.$$ ?? {}) as Partial<HTMLElement>
  return { id: element.id, offsetLeft, offsetTop, dataset: { ...element.dataset } }
}

function touchFields(event: ShadowedEvent<unknown>): object {
  if (!TOUCH_EVENTS.test(event.type)) return {}
  const original = event.getOriginalEvent() as OriginalEvent | undefined
  const changedTouches = Array.from(original?.changedTouches ?? (original === undefined ? [] : [original]), plainTouch)
  // a tap comes from a touchend, which has no touches left; WeChat keeps them in the tap
  const isTouch = event.type.startsWith('touch')
  const touches = isTouch && original?.touches !== undefined ? Array.from(original.touches, plainTouch) : changedTouches
  return { touches, changedTouches }
}

function plainTouch({ identifier = 0, pageX = 0, pageY = 0, clientX = 0, clientY = 0 }: Touch): object {
  return { identifier, pageX, pageY, clientX, clientY, force: 1 }
}
