import { CurrentWindowBackendContext, Event, type domlikeBackend } from 'glass-easel'
import { BUILT_IN_COMPONENTS } from '../../format/built-in-tags'
import { convertUnits } from '../../format/css-units'

type BackendElement = domlikeBackend.Element

const TAGS = new Set<string>(BUILT_IN_COMPONENTS)

/** The document that glass-easel draws into: built-in components are `wx-` elements, and inline styles know `rpx`. */
export function createBackend(width: number): CurrentWindowBackendContext {
  const backend = new CurrentWindowBackendContext()
  backend.document = {
    createElement: (tag) => styledIn(document.createElement(TAGS.has(tag) ? `wx-${tag}` : tag), width),
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
