import type { Phone } from '../host/phone'
import type { UiRecord } from '../host/records'
import { createCallbackApi, type ReportError, type WxFunctions, type WxOptions } from '../host/callback-api'

export interface InterfaceOptions {
  phone: Phone
  record: (record: UiRecord) => void
  reportError: ReportError
}

const RECORDED = [
  'showToast',
  'hideToast',
  'showLoading',
  'hideLoading',
  'setNavigationBarTitle',
  'setNavigationBarColor',
  'setBackgroundColor',
  'pageScrollTo',
  'vibrateShort',
  'makePhoneCall',
  'previewImage',
] as const

/** What shows something on the phone: recorded, so that a test can ask for it, and drawn where there is a screen. */
export function createWxInterface({ phone, record, reportError }: InterfaceOptions): WxFunctions {
  const recorded = (api: string, answer: (options: WxOptions) => Promise<object | undefined> | object | undefined) =>
    createCallbackApi(
      api,
      (options) => {
        record({ api, options: withoutCallbacks(options) })
        return answer(options)
      },
      reportError,
    )
  return {
    ...Object.fromEntries(RECORDED.map((api) => [api, recorded(api, () => undefined)])),
    showModal: recorded('showModal', (options) => showModal(phone, options)),
    showActionSheet: recorded('showActionSheet', () => ({ tapIndex: 0 })),
    setClipboardData: recorded('setClipboardData', ({ data }) => ({ data: String(data) })),
  }
}

async function showModal(phone: Phone, options: WxOptions): Promise<object> {
  const { confirm, content = null } = await phone.modal(withoutCallbacks(options))
  return { confirm, cancel: !confirm, content }
}

function withoutCallbacks(options: WxOptions): WxOptions {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => typeof value !== 'function'))
}
