import { Component, type Element, type GeneralComponent, type ShadowRoot } from 'glass-easel'
import { componentsOf, isBuiltIn, tagOfBuiltIn, type OpenPage } from '../view/index'

/** An element of the page, as in its template. */
export interface MiniProgramElement {
  /** `view`, `button` and so on; the path of a component that the mini program defines. */
  readonly tag: string
  readonly id: string
  /** Class names of the source, without the prefixes of scoped styles. */
  readonly className: string
  /** Visible text: text inside hidden elements is left out. */
  readonly text: string
  readonly style: string
  readonly dataset: Record<string, unknown>
  readonly isHidden: boolean
  /** A property of the component: `property('disabled')` of a button. */
  readonly property: (name: string) => unknown
  readonly attribute: (name: string) => string | null
  readonly dom: HTMLElement
}

const nodes = new WeakMap<MiniProgramElement, Element>()

export function nodeOf(element: MiniProgramElement): Element {
  const node = nodes.get(element)
  if (node === undefined) throw new TypeError('not an element of a mini program')
  return node
}

/** Returns all matching elements of the page's own template and of those of its components. */
export function queryAll(page: OpenPage, selector: string): MiniProgramElement[] {
  const { tag, rest } = parseSelector(selector)
  const found = componentsOf(page, 'root-first').flatMap((component) => queryIn(component, rest))
  return found.filter((node) => tag === '' || tagOf(node) === tag).map(toElement)
}

const COMPOUND = '(?:[.#][\\w-]+)+'
const WITH_TAG = new RegExp(`^([a-z][\\w-]*)((?:${COMPOUND})?)$`)
const WITHOUT_TAG = new RegExp(`^${COMPOUND}(?:\\s*[\\s>,]\\s*${COMPOUND})*$`)

// the framework's own selectors know no tags; what they do not know, they do not find
function parseSelector(selector: string): { tag: string; rest: string } {
  const [, tag, rest = ''] = WITH_TAG.exec(selector) ?? []
  if (tag !== undefined) return { tag, rest }
  if (WITHOUT_TAG.test(selector)) return { tag: '', rest: selector }
  throw new TypeError(`${selector}: use .class, #id, tag or .a .b as a selector`)
}

function queryIn(component: GeneralComponent, selector: string): Element[] {
  const shadowRoot = component.getShadowRoot()
  if (shadowRoot === null || isBuiltIn(component.is)) return []
  return selector === '' ? descendants(shadowRoot) : shadowRoot.querySelectorAll(selector)
}

function descendants(parent: Element | ShadowRoot): Element[] {
  return parent.childNodes.flatMap((child) => {
    const element = child.asElement()
    return element === null ? [] : [element, ...descendants(element)]
  })
}

function tagOf(node: Element): string {
  const { is } = (node.asGeneralComponent() ?? node.asNativeNode() ?? { is: '' }) as { is: string }
  return isBuiltIn(is) ? tagOfBuiltIn(is) : is
}

function toElement(node: Element): MiniProgramElement {
  const dom = node.$$ as unknown as HTMLElement
  const element: MiniProgramElement = {
    tag: tagOf(node),
    id: node.id,
    get className() {
      return node.class
    },
    get text() {
      return readText(dom)
    },
    get style() {
      return dom.getAttribute('style') ?? ''
    },
    get dataset() {
      return { ...node.dataset }
    },
    get isHidden() {
      return !dom.isConnected || dom.closest('[hidden]') !== null
    },
    property: (name) => (Component.isComponent(node) ? (node.data as Record<string, unknown>)[name] : undefined),
    attribute: (name) => dom.getAttribute(name),
    dom,
  }
  nodes.set(element, node)
  return element
}

/** Returns the text that is not hidden, with white space as a browser draws it. */
export function readText(dom: Node): string {
  return collectText(dom).replace(/\s+/g, ' ').trim()
}

function collectText(node: Node): string {
  if (node.nodeType === Node.TEXT_NODE) return node.textContent ?? ''
  const { localName = '', hasAttribute } = node as Partial<HTMLElement>
  if (hasAttribute?.call(node, 'hidden') === true) return ''
  const text = Array.from(node.childNodes, collectText).join('')
  return localName === 'wx-text' ? text : ` ${text} `
}

/**
 * Taps with a finger: the touch events of the document, which the framework's own gesture code turns into `tap`.
 *
 * @see https://developers.weixin.qq.com/miniprogram/dev/framework/view/wxml/event.html
 */
export function tapOn(element: MiniProgramElement): void {
  if (element.isHidden) throw new Error(`tap: ${describeElement(element)} is hidden or gone`)
  const touch = { identifier: 0, pageX: 1, pageY: 1, clientX: 1, clientY: 1 }
  for (const [type, touches] of [
    ['touchstart', [touch]],
    ['touchend', []],
  ] as const) {
    const event = new Event(type, { bubbles: true, cancelable: true })
    element.dom.dispatchEvent(Object.assign(event, { touches, changedTouches: [touch] }))
  }
}

/** Replaces the text of an `<input>` or `<textarea>`. */
export function typeInto(element: MiniProgramElement, text: string): void {
  const field = element.dom.querySelector<HTMLInputElement | HTMLTextAreaElement>('input, textarea')
  if (field === null) throw new Error(`input: ${describeElement(element)} is not a text field`)
  if (field.disabled || element.isHidden) throw new Error(`input: ${describeElement(element)} is disabled or hidden`)
  field.value = field.maxLength >= 0 ? text.slice(0, field.maxLength) : text
  field.dispatchEvent(new Event('input', { bubbles: true }))
}

function describeElement({ tag, className }: MiniProgramElement): string {
  return `<${tag} class="${className}">`
}
