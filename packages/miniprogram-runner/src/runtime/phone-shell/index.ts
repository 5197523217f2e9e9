import type { ButtonInfo, EventDetail, Phone } from '../host/phone'
import { askForPhoneNumber, type ConsentSheetOptions } from './consent-sheet'
import { draw } from './drawing'
import { askInModal } from './modal'
import { createNavigationBar } from './navigation-bar'
import { SHELL_STYLES } from './styles'
import { createToast } from './toast'

/** The functions that cross to Node. */
export interface ShellBridge extends Pick<Phone, 'request' | 'abortRequest' | 'login'> {
  phoneCode: () => Promise<string>
  /** The test's own answer to native buttons; without it the sheet is drawn. */
  openType?: (openType: string, button: ButtonInfo) => Promise<EventDetail | undefined>
}

export interface ShellOptions extends Omit<ConsentSheetOptions, 'phoneCode'> {
  builtInStyles: string
  bridge: ShellBridge
  onBack: () => void
}

const WITH_SHEET = ['getPhoneNumber', 'getRealtimePhoneNumber']

/** A phone drawn around the mini program. */
export function createPhoneShell(options: ShellOptions): Phone {
  const { bridge, builtInStyles, onBack } = options
  addStyles(builtInStyles + SHELL_STYLES)
  const bar = createNavigationBar(onBack)
  const toast = createToast()
  const pages = draw(draw(document.body, 'wx-screen'), 'wx-pages')
  return {
    request: bridge.request,
    abortRequest: bridge.abortRequest,
    login: bridge.login,
    openType: bridge.openType ?? ((openType) => answerWithSheet(openType, options)),
    modal: askInModal,
    container: () => pages,
    showPage: bar.showPage,
    showUi(record) {
      bar.showUi(record)
      toast(record)
    },
  }
}

async function answerWithSheet(openType: string, options: ShellOptions): Promise<EventDetail | undefined> {
  if (!WITH_SHEET.includes(openType)) return undefined
  return askForPhoneNumber(openType, { ...options, phoneCode: options.bridge.phoneCode })
}

// before the mini program's own, which have to win
function addStyles(css: string): void {
  const style = document.createElement('style')
  style.textContent = css
  document.head.prepend(style)
}
