import type { CompiledMiniProgram } from '../../compile/index'
import { readAppearance } from './appearance'
import type { Application } from '../app-service/application'
import type { Phone } from '../host/phone'
import type { LaunchOptions, Theme } from '../host/options'
import type { OpenPage } from '../view/page'
import type { PageStack } from '../view/page-stack'
import type { WxParts } from '../wx/index'

/** What a person does with the phone itself. */
export interface PhoneControls {
  back: () => void
  hide: () => void
  show: () => void
  setTheme: (theme: Theme) => void
}

export interface PhoneControlOptions {
  stack: PageStack
  parts: WxParts
  application: Application
  launched: () => LaunchOptions
  showAppearance: (page: OpenPage) => void
}

export function createPhoneControls(options: PhoneControlOptions): PhoneControls {
  const { stack, parts, application, launched, showAppearance } = options
  return {
    back() {
      if (stack.depth() < 2) return
      stack.closeTo(stack.depth() - 1)
      stack.showTop()
    },
    hide() {
      stack.hideTop()
      application.call('onHide')
      parts.application.hidden.call()
    },
    show() {
      application.call('onShow', launched())
      parts.application.shown.call(launched())
      stack.showTop()
    },
    setTheme(theme) {
      if (parts.system.setTheme(theme)) application.call('onThemeChange', { theme })
      const page = stack.top()
      if (page !== undefined) showAppearance(page)
    },
  }
}

export interface AppearanceOptions {
  program: CompiledMiniProgram
  phone: Phone
  theme: () => Theme
  isFirst: (page: OpenPage) => boolean
}

/** Draws the bar above the page that is shown. */
export function createAppearance({ program, phone, theme, isFirst }: AppearanceOptions): (page: OpenPage) => void {
  return (page) => {
    const appearance = readAppearance(program, page.route, theme())
    phone.showPage({ ...appearance, title: page.title ?? appearance.title, isFirst: isFirst(page) })
  }
}
