import { resolvePackagePath } from '../../format/package-path'
import type { UiRecord } from '../host/records'
import { createCallbackApi, WxFailure, type ReportError, type WxFunctions, type WxOptions } from '../host/callback-api'
import { createEventChannel, type EventChannel, type EventHandlers } from '../view/event-channel'

export interface PageLocation {
  route: string
  query: Record<string, string>
}

/** What navigation needs of the page stack. */
export interface NavigationStack {
  depth: () => number
  current: () => string
  open: (location: PageLocation, channel?: EventChannel) => unknown
  closeTo: (depth: number) => void
  showTop: () => void
}

export interface NavigationOptions {
  stack: NavigationStack
  pages: string[]
  tabs: string[]
  record: (record: UiRecord) => void
  reportError: ReportError
}

// documented for wx.navigateTo
const MAX_DEPTH = 10

/** @see https://developers.weixin.qq.com/miniprogram/dev/api/route/wx.navigateTo.html */
export function createWxNavigation({ stack, pages, tabs, record, reportError }: NavigationOptions): WxFunctions {
  function api(name: string, run: (location: PageLocation, options: WxOptions) => object | undefined) {
    return createCallbackApi(
      name,
      async (options) => {
        record({ api: name, options: { url: options['url'] } })
        const location = parseUrl(String(options['url']), stack.current())
        if (!pages.includes(location.route)) throw new WxFailure(`page "${location.route}" is not found`)
        await nextTask()
        return run(location, options)
      },
      reportError,
    )
  }

  function navigateTo(location: PageLocation, { events }: WxOptions): object {
    if (tabs.includes(location.route)) throw new WxFailure('can not navigateTo a tabbar page')
    if (stack.depth() >= MAX_DEPTH) throw new WxFailure('webview count limit exceed')
    const [opener, opened] = createEventChannel((events ?? {}) as EventHandlers)
    stack.open(location, opened)
    return { eventChannel: opener }
  }

  function replace(location: PageLocation, keptDepth: number): void {
    stack.closeTo(keptDepth)
    stack.open(location)
  }

  function redirectTo(location: PageLocation): undefined {
    if (tabs.includes(location.route)) throw new WxFailure('can not redirectTo a tabbar page')
    replace(location, stack.depth() - 1)
    return undefined
  }

  function switchTab(location: PageLocation): undefined {
    if (!tabs.includes(location.route)) throw new WxFailure('can not switch to no-tabBar page')
    replace(location, 0)
    return undefined
  }

  async function navigateBack({ delta = 1 }: WxOptions): Promise<undefined> {
    record({ api: 'navigateBack', options: { delta } })
    await nextTask()
    stack.closeTo(Math.max(stack.depth() - Number(delta), 1))
    stack.showTop()
  }

  return {
    navigateTo: api('navigateTo', navigateTo),
    redirectTo: api('redirectTo', redirectTo),
    reLaunch: api('reLaunch', (location) => {
      replace(location, 0)
      return undefined
    }),
    switchTab: api('switchTab', switchTab),
    navigateBack: createCallbackApi('navigateBack', navigateBack, reportError),
  }
}

/** `a/b?c=d`, from the package's root or from the page at `from`. The values stay encoded, as on a phone. */
export function parseUrl(url: string, from: string): PageLocation {
  const [path = '', ...rest] = url.split('?')
  const pairs = rest
    .join('?')
    .split('&')
    .filter((pair) => pair !== '')
  const query = Object.fromEntries(pairs.map((pair) => splitOnce(pair, '=')))
  return { route: resolvePackagePath(from, path), query }
}

function splitOnce(text: string, separator: string): [string, string] {
  const index = text.indexOf(separator)
  return index < 0 ? [text, ''] : [text.slice(0, index), text.slice(index + separator.length)]
}

// a phone opens the page after the calling code has ended
function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve)
  })
}
