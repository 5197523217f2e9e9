import { Component, ElementIterator, type ElementIteratorType, type GeneralComponent } from 'glass-easel'
import type { AssociatedBackend, CodeSpace, Root } from 'glass-easel-miniprogram-adapter'
import type { EventChannel } from './event-channel'
import type { PageLocation } from '../wx/navigation'

type Method = (...args: unknown[]) => unknown

/** The object that the mini program's own code sees as `this` in a page. */
export type PageInstance = Record<string, unknown> & { data: Record<string, unknown> }

/** A page of the stack. */
export interface Page {
  route: string
  query: Record<string, string>
  instance: PageInstance
}

export interface OpenPage extends Page {
  root: Root
  holder: HTMLElement
  isShown: boolean
  /** What the mini program has set in place of its configuration's. */
  title?: string
}

export interface PageBuilder {
  space: CodeSpace
  backend: AssociatedBackend
  container: HTMLElement
}

/** Creates a page without drawing it: `attach` does. */
export function createPage(
  { space, backend, container }: PageBuilder,
  location: PageLocation,
  id: number,
  channel: EventChannel,
): OpenPage {
  const { route, query } = location
  const root = backend.createRoot('page', space, `/${route}?${toParameters(query)}`)
  const instance = root.get() as unknown as PageInstance
  // uni-app takes an instance without a route for a component's, and looks when it is attached
  Object.assign(instance, {
    route,
    __route__: route,
    options: query,
    __wxWebviewId__: id,
    __wxExparserNodeId__: `page-${id}`,
    getOpenerEventChannel: () => channel,
  })
  const holder = document.createElement('div')
  holder.dataset['page'] = route
  container.append(holder)
  return { route, query, instance, root, holder, isShown: false }
}

// a page made by Component() gets its query as properties too; glass-easel decodes what onLoad is given undecoded
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

/** Every component of the page, itself and the built-in ones included. */
export function componentsOf({ root }: OpenPage, order: Order): GeneralComponent[] {
  const type = `composed-descendants-${order}` as unknown as ElementIteratorType
  return [...new ElementIterator<GeneralComponent>(root.getComponent(), type, Component)]
}
