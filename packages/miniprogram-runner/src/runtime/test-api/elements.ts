import { Component, type Element, type GeneralComponent, type ShadowRoot } from 'glass-easel'
import { isBuiltIn, tagOfBuiltIn } from '../view/components/index'
import { componentsOf, type OpenPage } from '../view/page'

/** An element of the page, as its template names it. */
export interface MiniProgramElement {
  /** `view`, `button`, …; the path, for a component of the mini program's own. */
  readonly tag: string
  readonly id: string
  /** The class names of the source, without the prefixes of scoped styles. */
  readonly className: string
  /** What a person reads: text inside hidden elements is left out. */
  readonly text: string
  readonly style: string
  readonly dataset: Record<string, unknown>
  readonly isHidden: boolean
  /** A property of the component: `property('disabled')` of a button. */
  property: (name: string) => unknown
  attribute: (name: string) => string | null
  readonly dom: HTMLElement
}

const nodes = new WeakMap<MiniProgramElement, Element>()

export function nodeOf(element: MiniProgramElement): Element {
  const node = nodes.get(element)
  if (node === undefined) throw new TypeError('not an element of a mini program')
  return node
}

/** All elements that match, in the page's own template and in those of its components. */
export function queryAll(page: OpenPage, selector: string): MiniProgramElement[] {
  const { tag, rest } = parseSelector(selector)
  const found = componentsOf(page, 'root-first').flatMap((component) => queryIn(component, rest))
  return found.filter((node) => tag === '' || tagOf(node) === tag).map(toElement)
}

const COMPOUND = '(?:[.#][\\w-]+)+'
const WITH_TAG = new RegExp(`^([a-z][\\w-]*)((?:${COMPOUND})?)$`)
const WITHOUT_TAG = new RegExp(`^${COMPOUND}(?:\\s*[\\s>,]\\s*${COMPOUND})*$`)

// the framework knows no tags, and finds nothing for what it doesn't know
function parseSelector(selector: string): { tag: string; rest: string } {
  const [, tag, rest = ''] = WITH_TAG.exec(selector) ?? []
  if (tag !== undefined) return { tag, rest }
  if (WITHOUT_TAG.test(selector)) return { tag: '', rest: selector }
  throw new TypeError(`${selector}: a selector is .class, #id, tag or .a .b here`)
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

/** The text of what is not hidden, with white space as a browser would draw it. */
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
