import { Component, ElementIterator, type ElementIteratorType, type GeneralComponent } from 'glass-easel'
import type { AssociatedBackend, CodeSpace, Root } from 'glass-easel-miniprogram-adapter'
import type { PageLocation } from '../../format/index'

type Method = (...args: unknown[]) => unknown

/** `this` in the mini program's own code of a page. */
type PageInstance = Record<string, unknown> & { data: Record<string, unknown> }

/** A page of the stack. */
export interface Page {
  readonly route: string
  readonly query: Record<string, string>
  readonly instance: PageInstance
}

export interface OpenPage extends Page {
  readonly root: Root
  readonly holder: HTMLElement
  isShown: boolean
  /** Title that the mini program has set in place of the configured one. */
  title?: string
}

export interface PageBuilder {
  readonly space: CodeSpace
  readonly backend: AssociatedBackend
  readonly container: HTMLElement
}

/** Creates a page without drawing it: `attach` does. */
export function createPage({ space, backend, container }: PageBuilder, location: PageLocation, id: number): OpenPage {
  const { route, query } = location
  const root = backend.createRoot('page', space, `/${route}?${toParameters(query)}`)
  const instance = root.get() as unknown as PageInstance
  // when it is attached, uni-app takes an instance without a route for a component
  Object.assign(instance, {
    route,
    __route__: route,
    options: query,
    __wxWebviewId__: id,
    __wxExparserNodeId__: `page-${id}`,
  })
  const holder = document.createElement('div')
  holder.dataset['page'] = route
  container.append(holder)
  return { route, query, instance, root, holder, isShown: false }
}

// a page made by Component() gets its query as properties, too; glass-easel decodes them, onLoad gets them undecoded
function toParameters(query: Record<string, string>): string {
  return Object.entries(query)
    .map((pair) => pair.map(encodeURIComponent).join('='))
    .join('&')
}

export function attach({ root, holder }: OpenPage): void {
  const placeholder = document.createElement('span')
  holder.append(placeholder)
  root.attach(holder as never, placeholder as never)
}

export function release({ root, holder }: OpenPage): void {
  root.release()
  holder.remove()
}

export function callMethod(instance: Record<string, unknown>, name: string, ...args: unknown[]): unknown {
  const method = instance[name]
  return typeof method === 'function' ? (method as Method).apply(instance, args) : undefined
}

type Order = 'root-first' | 'root-last'

/** Returns all components of the page, including itself and the built-in ones. */
export function componentsOf({ root }: OpenPage, order: Order): GeneralComponent[] {
  const type = `composed-descendants-${order}` as unknown as ElementIteratorType
  return [...new ElementIterator<GeneralComponent>(root.getComponent(), type, Component)]
}
