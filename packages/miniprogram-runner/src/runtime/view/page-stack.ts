import type { GeneralComponent } from 'glass-easel'
import type { PageLocation } from '../../format/index'
import { attach, callMethod, componentsOf, createPage, release, type OpenPage, type PageBuilder } from './page'

export interface PageStack {
  readonly pages: () => OpenPage[]
  readonly top: () => OpenPage | undefined
  readonly depth: () => number
  readonly open: (location: PageLocation) => OpenPage
  readonly closeTo: (depth: number) => void
  readonly showTop: () => void
  readonly hideTop: () => void
  /** Calls `ready` of the components that wait for it, then `onReady` of their page. */
  readonly callReady: (waiting: Set<GeneralComponent>) => void
}

interface PageStackOptions extends PageBuilder {
  readonly define: (route: string) => void
  readonly ready: ReadyQueue
  readonly guard: (run: () => void) => void
  readonly onShown: (page: OpenPage) => void
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
    open(location) {
      define(location.route)
      const covered = top()
      if (covered !== undefined) hide(covered)
      const page = createPage(options, location, ++lastId)
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

// of the page's component; glass-easel passes it on to all below
function callPageLifetime({ root }: OpenPage, name: 'show' | 'hide'): void {
  root.getComponent().triggerPageLifetime(name, [])
}

/** Components that wait for `ready`. It follows the first drawing, children first; glass-easel leaves the call to its host. */
interface ReadyQueue {
  readonly add: (component: GeneralComponent) => void
  readonly flush: () => void
  readonly stop: () => void
}

export function createReadyQueue(callReady: (waiting: Set<GeneralComponent>) => void): ReadyQueue {
  let waiting = new Set<GeneralComponent>()
  let timer: ReturnType<typeof setTimeout> | undefined

  function flush(): void {
    stop()
    const due = waiting
    waiting = new Set()
    callReady(due)
  }

  function stop(): void {
    clearTimeout(timer)
    timer = undefined
  }

  return {
    add(component) {
      waiting.add(component)
      timer ??= setTimeout(flush)
    },
    flush,
    stop,
  }
}
