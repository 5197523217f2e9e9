import type { GeneralComponent } from 'glass-easel'
import { attach, callMethod, componentsOf, createPage, release, type OpenPage, type PageBuilder } from './page'
import type { ReadyQueue } from './ready-queue'
import { createEventChannel, type EventChannel } from './event-channel'
import type { NavigationStack, PageLocation } from '../wx/navigation'

export interface PageStack extends NavigationStack {
  open: (location: PageLocation, channel?: EventChannel) => OpenPage
  pages: () => OpenPage[]
  top: () => OpenPage | undefined
  hideTop: () => void
  /** `ready` of the components that wait for it, then `onReady` of their page. */
  callReady: (waiting: Set<GeneralComponent>) => void
}

export interface PageStackOptions extends PageBuilder {
  define: (route: string) => void
  ready: ReadyQueue
  guard: (run: () => void) => void
  onShown: (page: OpenPage) => void
}

export function createPageStack(options: PageStackOptions): PageStack {
  const { define, guard, onShown } = options
  const pages: OpenPage[] = []
  let lastId = 0
  const top = (): OpenPage | undefined => pages.at(-1)

  function show(page: OpenPage): void {
    page.isShown = true
    page.holder.style.display = ''
    guard(() => callMethod(page.instance, 'onShow'))
    callPageLifetime(page, 'show')
    onShown(page)
  }

  function hide(page: OpenPage): void {
    if (!page.isShown) return
    page.isShown = false
    guard(() => callMethod(page.instance, 'onHide'))
    callPageLifetime(page, 'hide')
  }

  return {
    pages: () => [...pages],
    top,
    depth: () => pages.length,
    current: () => top()?.route ?? '',
    open(location, channel = createEventChannel()[1]) {
      define(location.route)
      const covered = top()
      if (covered !== undefined) hide(covered)
      const page = createPage(options, location, ++lastId, channel)
      pages.push(page)
      attach(page)
      if (covered !== undefined) covered.holder.style.display = 'none'
      guard(() => callMethod(page.instance, 'onLoad', location.query))
      show(page)
      options.ready.flush()
      return page
    },
    closeTo(depth) {
      for (const page of pages.splice(depth).reverse()) {
        guard(() => callMethod(page.instance, 'onUnload'))
        release(page)
      }
    },
    showTop() {
      const page = top()
      if (page !== undefined) show(page)
    },
    hideTop() {
      const page = top()
      if (page !== undefined) hide(page)
    },
    callReady(waiting) {
      for (const page of pages) callReadyIn(page, waiting, guard)
    },
  }
}

function callReadyIn(page: OpenPage, waiting: Set<GeneralComponent>, guard: (run: () => void) => void): void {
  for (const component of componentsOf(page, 'root-last')) {
    if (!waiting.delete(component)) continue
    component.triggerLifetime('ready', [])
    if (component === page.root.getComponent()) guard(() => callMethod(page.instance, 'onReady'))
  }
}

// of the page's component, and by itself of all below it
function callPageLifetime({ root }: OpenPage, name: 'show' | 'hide'): void {
  root.getComponent().triggerPageLifetime(name, [])
}
