import type { ButtonInfo, EventDetail, PageAppearance, Phone, UiRecord } from '../host/index'
import { askForPhoneNumber, askInModal, draw, type ConsentSheetOptions } from './sheets'
import { SHELL_STYLES } from './styles'

/** Functions that run in Node. */
interface ShellBridge extends Pick<Phone, 'request' | 'abortRequest' | 'login'> {
  readonly phoneCode: () => Promise<string>
  /** The test's own answer to native buttons. @default the drawn sheet */
  readonly openType?: (openType: string, button: ButtonInfo) => Promise<EventDetail | undefined>
}

export interface ShellOptions extends Omit<ConsentSheetOptions, 'phoneCode'> {
  readonly builtInStyles: string
  readonly bridge: ShellBridge
  readonly onBack: () => void
}

const WITH_SHEET = ['getPhoneNumber', 'getRealtimePhoneNumber']

/** Draws a phone around the mini program. */
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

// before the mini program's own sheets, which have to win
function addStyles(css: string): void {
  const style = document.createElement('style')
  style.textContent = css
  document.head.prepend(style)
}

interface NavigationBar {
  readonly showPage: (appearance: PageAppearance) => void
  readonly showUi: (record: UiRecord) => void
}

/** Draws the status bar, the title with its back button, and WeChat's capsule. */
function createNavigationBar(onBack: () => void): NavigationBar {
  draw(document.body, 'wx-status', '9:41')
  const bar = draw(document.body, 'wx-bar')
  const back = draw(bar, 'wx-back', '‹')
  const title = draw(bar, 'wx-title')
  draw(document.body, 'wx-capsule', '•••｜◉')
  back.addEventListener('click', onBack)

  function colour(background: string, textStyle: string): void {
    const isDark = textStyle === 'white' || textStyle === '#ffffff'
    bar.style.background = background
    document.body.toggleAttribute('data-dark-bar', isDark)
    for (const id of ['wx-bar', 'wx-status']) setColour(id, isDark ? '#fff' : '#000')
  }

  return {
    showPage(appearance) {
      title.textContent = appearance.title
      back.hidden = appearance.isFirst
      document.documentElement.toggleAttribute('data-custom-navigation', appearance.isCustomNavigation)
      colour(appearance.background, appearance.textStyle)
    },
    showUi({ api, options }) {
      if (api === 'setNavigationBarTitle') title.textContent = String(options['title'])
      if (api === 'setNavigationBarColor') colour(String(options['backgroundColor']), String(options['frontColor']))
    },
  }
}

function setColour(id: string, colour: string): void {
  const element = document.getElementById(id)
  if (element !== null) element.style.color = colour
}

// the documented default of wx.showToast
const DURATION_MS = 1500

/** Draws and removes the toasts of `showToast` and `showLoading`. */
function createToast(): (record: UiRecord) => void {
  let shown: HTMLElement | undefined
  let timer: ReturnType<typeof setTimeout> | undefined

  function hide(): void {
    clearTimeout(timer)
    shown?.remove()
  }

  function show(title: unknown, durationMs?: number): void {
    hide()
    shown = draw(document.body, 'wx-toast', String(title))
    if (durationMs !== undefined) timer = setTimeout(hide, durationMs)
  }

  return ({ api, options }) => {
    if (api === 'showToast') show(options['title'], Number(options['duration'] ?? DURATION_MS))
    else if (api === 'showLoading') show(options['title'])
    else if (api === 'hideToast' || api === 'hideLoading') hide()
  }
}
