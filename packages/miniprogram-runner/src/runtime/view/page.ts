import { Component, ElementIterator, type ElementIteratorType, type GeneralComponent } from 'glass-easel'
import type { AssociatedBackend, CodeSpace, Root } from 'glass-easel-miniprogram-adapter'
import type { PageLocation } from '../../format/index'

type Method = (...args: unknown[]) => unknown

/** `this` in the mini program's own code of a page. */
export type PageInstance = Record<string, unknown> & { data: Record<string, unknown> }

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
export function createPage(
  { space, backend, container }: PageBuilder,
  location: PageLocation,
  id: number,
  channel: EventChannel,
): OpenPage {
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
    getOpenerEventChannel: () => channel,
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

export type EventHandlers = Record<string, (...args: unknown[]) => void>

/** @see https://developers.weixin.qq.com/miniprogram/dev/api/route/EventChannel.html */
export interface EventChannel {
  readonly emit: (name: string, ...args: unknown[]) => void
  readonly on: (name: string, handler: EventHandlers[string]) => void
  readonly once: (name: string, handler: EventHandlers[string]) => void
  readonly off: (name: string, handler?: EventHandlers[string]) => void
}

/** Creates the two ends of a channel: the opening page's and the opened page's. */
export function createEventChannel(openerHandlers: EventHandlers = {}): [EventChannel, EventChannel] {
  const opener = createHandlerMap()
  const opened = createHandlerMap()
  for (const [name, handler] of Object.entries(openerHandlers)) opener.on(name, handler)
  return [
    { ...opener, emit: opened.call },
    { ...opened, emit: opener.call },
  ]
}

function createHandlerMap() {
  const handlers = new Map<string, EventHandlers[string][]>()
  const of = (name: string): EventHandlers[string][] => handlers.get(name) ?? []

  function off(name: string, handler?: EventHandlers[string]): void {
    handlers.set(name, handler === undefined ? [] : of(name).filter((other) => other !== handler))
  }

  function on(name: string, handler: EventHandlers[string]): void {
    handlers.set(name, [...of(name), handler])
  }

  function once(name: string, handler: EventHandlers[string]): void {
    const wrapped = (...args: unknown[]): void => {
      off(name, wrapped)
      handler(...args)
    }
    on(name, wrapped)
  }

  function call(name: string, ...args: unknown[]): void {
    for (const handler of of(name)) handler(...args)
  }
  return { on, once, off, call }
}
