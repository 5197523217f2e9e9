import type { Phone, WxFunctions, WxOptions } from '../host/index'
import type { WxDeps } from './deps'

const ONLY_RECORDED = [
  ...['showToast', 'hideToast', 'showLoading', 'hideLoading', 'vibrateShort', 'makePhoneCall', 'previewImage'],
  ...['setNavigationBarTitle', 'setNavigationBarColor', 'setBackgroundColor', 'pageScrollTo'],
]

/** Functions that show something on the phone. Each call is recorded, and drawn where there is a screen. */
export function createInterfaceFunctions({ calls, phone, record }: WxDeps): WxFunctions {
  const recorded = (api: string, answer: (options: WxOptions) => Promise<object> | object | undefined) =>
    calls.create(api, (options) => {
      record({ api, options: withoutCallbacks(options) })
      return answer(options)
    })
  return {
    ...Object.fromEntries(ONLY_RECORDED.map((api) => [api, recorded(api, () => undefined)])),
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
