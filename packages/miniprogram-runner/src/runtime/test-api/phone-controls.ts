import { allPages, entryPage, parsePageUrl, type CompiledMiniProgram } from '../../format/index'
import type { Application, ModuleLoader } from '../app-service/index'
import type {
  Clock,
  Delivery,
  LaunchOptions,
  PageAppearance,
  Phone,
  PhoneSettings,
  Theme,
  TimerId,
} from '../host/index'
import type { OpenPage, Page, PageStack } from '../view/index'
import type { Wx } from '../wx/index'

interface PhoneDeps {
  readonly program: CompiledMiniProgram
  readonly settings: PhoneSettings
  readonly phone: Phone
  readonly application: Application
  readonly stack: PageStack
  readonly clock: Clock
  readonly delivery: Delivery
}

/** Starts the mini program, and knows how it was started. */
export interface Launcher {
  readonly launch: (url?: string) => Page
  readonly options: () => LaunchOptions
}

export function createLauncher({ program, settings, application, stack }: PhoneDeps, load: ModuleLoader): Launcher {
  const given = settings.launch
  let launched = createLaunchOptions(program, given)
  let isRunning = false

  function start(): void {
    isRunning = true
    application.guard(() => load('app.js'))
    application.call('onLaunch', launched)
    application.call('onShow', launched)
  }

  function launch(url?: string): Page {
    const next = createLaunchOptions(program, given, url)
    if (!allPages(program.app).includes(next.path)) throw new Error(`${next.path} is not a page of app.json`)
    launched = next
    if (!isRunning) start()
    stack.closeTo(0)
    return stack.open({ route: launched.path, query: launched.query })
  }
  return { launch, options: () => launched }
}

// documented: opened from the list of mini programs in 发现
const SCENE = 1001

function createLaunchOptions(
  { app }: CompiledMiniProgram,
  given: Partial<LaunchOptions> = {},
  url = given.path ?? entryPage(app),
): LaunchOptions {
  const { route, query } = parsePageUrl(url)
  return { scene: SCENE, referrerInfo: {}, ...given, path: route, query: { ...given.query, ...query } }
}

/** Actions of a person on the phone itself. */
export interface PhoneControls {
  readonly back: () => void
  readonly hide: () => void
  readonly show: () => void
  readonly setTheme: (theme: Theme) => void
}

/** Time in the background after which WeChat ends requests and suspends the mini program; documented. */
const BACKGROUND_MS = 5000

export function createPhoneControls(
  { stack, application, clock, delivery }: PhoneDeps,
  wx: Wx,
  launched: () => LaunchOptions,
  showAppearance: (page: OpenPage) => void,
): PhoneControls {
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

/** Draws the bar above the page that is shown. */
export function createAppearance({ program, phone, stack }: PhoneDeps, theme: () => Theme): (page: OpenPage) => void {
  return (page) => {
    const appearance = readAppearance(program, page.route, theme())
    const isFirst = stack.pages()[0] === page
    phone.showPage({ ...appearance, title: page.title ?? appearance.title, isFirst })
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
