import type { CompiledMiniProgram } from '../../format/index'
import type { Application } from '../app-service/index'
import type { Clock, Delivery, LaunchOptions, PageAppearance, Phone, Theme, TimerId } from '../host/index'
import type { OpenPage, PageStack } from '../view/index'
import type { Wx } from '../wx/index'

/** Actions of a person on the phone itself. */
export interface PhoneControls {
  readonly back: () => void
  readonly hide: () => void
  readonly show: () => void
  readonly setTheme: (theme: Theme) => void
}

export interface PhoneControlDeps {
  readonly stack: PageStack
  readonly wx: Wx
  readonly application: Application
  readonly clock: Clock
  readonly delivery: Delivery
  readonly launched: () => LaunchOptions
  readonly showAppearance: (page: OpenPage) => void
}

/** Time in the background after which WeChat ends requests and suspends the mini program; documented. */
const BACKGROUND_MS = 5000

export function createPhoneControls(deps: PhoneControlDeps): PhoneControls {
  const { stack, wx, application, clock, delivery, launched, showAppearance } = deps
  let suspension: TimerId | undefined

  function suspend(): void {
    wx.network.interrupt()
    delivery.suspend()
  }

  return {
    back() {
      if (stack.depth() < 2) return
      stack.closeTo(stack.depth() - 1)
      stack.showTop()
    },
    hide() {
      stack.hideTop()
      application.call('onHide')
      wx.app.hidden.call()
      clock.clearTimeout(suspension)
      suspension = clock.setTimeout(suspend, BACKGROUND_MS)
    },
    show() {
      clock.clearTimeout(suspension)
      wx.network.resume()
      delivery.resume()
      application.call('onShow', launched())
      wx.app.shown.call(launched())
      stack.showTop()
    },
    setTheme(theme) {
      if (wx.system.setTheme(theme)) application.call('onThemeChange', { theme })
      const page = stack.top()
      if (page !== undefined) showAppearance(page)
    },
  }
}

export interface AppearanceDeps {
  readonly program: CompiledMiniProgram
  readonly phone: Phone
  readonly theme: () => Theme
  readonly isFirst: (page: OpenPage) => boolean
}

/** Draws the bar above the page that is shown. */
export function createAppearance({ program, phone, theme, isFirst }: AppearanceDeps): (page: OpenPage) => void {
  return (page) => {
    const appearance = readAppearance(program, page.route, theme())
    phone.showPage({ ...appearance, title: page.title ?? appearance.title, isFirst: isFirst(page) })
  }
}

/** Reads the configuration of the bar above a page, with the values of theme.json filled in. */
function readAppearance(
  { app, configs, theme: themes }: CompiledMiniProgram,
  route: string,
  theme: Theme,
): Omit<PageAppearance, 'isFirst'> {
  const config = { ...app.window, ...configs[route] }
  const variables = themes[app.darkmode === true ? theme : 'light'] ?? {}
  const resolve = (value: string | undefined, fallback: string): string => {
    if (value === undefined) return fallback
    return value.startsWith('@') ? (variables[value.slice(1)] ?? fallback) : value
  }
  return {
    title: config.navigationBarTitleText ?? '',
    background: resolve(config.navigationBarBackgroundColor, '#000000'),
    textStyle: resolve(config.navigationBarTextStyle, 'white'),
    isCustomNavigation: config.navigationStyle === 'custom',
  }
}
