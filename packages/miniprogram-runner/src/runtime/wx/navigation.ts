import { allPages, parsePageUrl, tabPages, type PageLocation } from '../../format/index'
import { WxFailure, type WxFunctions } from '../host/index'
import type { WxDeps } from './deps'

// documented for wx.navigateTo
const MAX_DEPTH = 10

/** @see https://developers.weixin.qq.com/miniprogram/dev/api/route/wx.navigateTo.html */
export function createNavigationFunctions({ calls, stack, program, record }: WxDeps): WxFunctions {
  const pages = allPages(program.app)
  const tabs = tabPages(program.app)

  function api(name: string, run: (location: PageLocation) => void) {
    return calls.create(name, async (options) => {
      record({ api: name, options: { url: options['url'] } })
      const location = parsePageUrl(String(options['url']), stack.top()?.route)
      if (!pages.includes(location.route)) throw new WxFailure(`page "${location.route}" is not found`)
      await nextTask()
      run(location)
    })
  }

  function navigateTo(location: PageLocation): void {
    if (tabs.includes(location.route)) throw new WxFailure('can not navigateTo a tabbar page')
    if (stack.depth() >= MAX_DEPTH) throw new WxFailure('webview count limit exceed')
    stack.open(location)
  }

  function replace(location: PageLocation, keptDepth: number): void {
    stack.closeTo(keptDepth)
    stack.open(location)
  }

  function redirectTo(location: PageLocation): void {
    if (tabs.includes(location.route)) throw new WxFailure('can not redirectTo a tabbar page')
    replace(location, stack.depth() - 1)
  }

  function switchTab(location: PageLocation): void {
    if (!tabs.includes(location.route)) throw new WxFailure('can not switch to no-tabBar page')
    replace(location, 0)
  }

  async function navigateBack({ delta = 1 }: Record<string, unknown>): Promise<void> {
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
    }),
    switchTab: api('switchTab', switchTab),
    navigateBack: calls.create('navigateBack', navigateBack),
  }
}

// a phone opens the page after the calling code has ended
function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve)
  })
}

type Method = (...args: unknown[]) => unknown

/** `this` of a component or page of the mini program. */
type Instance = Record<string, unknown>

interface NodesRef {
  readonly fields: (fields: object, callback?: () => void) => unknown
  node?: (callback?: (result: object) => void) => unknown
}

interface SelectorQuery {
  readonly select: (selector: string) => NodesRef
}

/**
 * Questions about the layout. In Node nothing has a size: everything measures 0 there. No node is a canvas, so `node()`
 * of a query finds none.
 *
 * @see https://developers.weixin.qq.com/miniprogram/dev/api/wxml/wx.createSelectorQuery.html
 */
export function createQueryFunctions({ stack: { top }, records: { missingApis } }: WxDeps): WxFunctions {
  const callOn = (instance: Instance | undefined, method: string, ...args: unknown[]): unknown =>
    (instance?.[method] as Method | undefined)?.apply(instance, args)
  return {
    createSelectorQuery: () => {
      const query = callOn(top()?.instance, 'createSelectorQuery') as SelectorQuery | undefined
      if (query !== undefined) addNode(query, missingApis)
      return query
    },
    createIntersectionObserver: (owner: Instance, options?: object) =>
      callOn(owner, 'createIntersectionObserver', options),
  }
}

// glass-easel does not export the class
function addNode(query: SelectorQuery, missingApis: Set<string>): void {
  const prototype = Object.getPrototypeOf(query.select('*')) as NodesRef
  prototype.node = function (this: NodesRef, callback) {
    missingApis.add('NodesRef.node')
    return this.fields({}, () => callback?.({ node: null }))
  }
}
