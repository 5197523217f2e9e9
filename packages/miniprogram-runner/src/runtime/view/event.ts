import type { Element, ShadowedEvent } from 'glass-easel'
import { elementOf } from './components/definition'

interface Touch {
  identifier?: number
  pageX?: number
  pageY?: number
  clientX?: number
  clientY?: number
}

interface OriginalEvent extends Touch {
  touches?: Iterable<Touch>
  changedTouches?: Iterable<Touch>
}

type Listener = (this: unknown, event: never) => unknown

const TOUCH_EVENTS = /^(tap|touch|longpress|longtap)/

/** Hands each listener a plain object: uni-app asks for `detail` as a property of the event's own. */
export function callWithPlainEvent(
  caller: unknown,
  event: ShadowedEvent<unknown>,
  listener: Listener,
): boolean | undefined {
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
    // the same object: a child of uni-app reads its parent from what the listener wrote into it
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
  const touches = original?.touches ?? (original === undefined ? [] : [original])
  return {
    touches: Array.from(touches, plainTouch),
    changedTouches: Array.from(original?.changedTouches ?? touches, plainTouch),
  }
}

function plainTouch({ identifier = 0, pageX = 0, pageY = 0, clientX = 0, clientY = 0 }: Touch): object {
  return { identifier, pageX, pageY, clientX, clientY, force: 1 }
}
