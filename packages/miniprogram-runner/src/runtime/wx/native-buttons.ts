import type { AskOpenType } from '../view/components/button'
import type { Phone } from '../host/phone'
import type { UiRecord } from '../host/records'

/** Documented: this errno opens a sheet of WeChat's own, unless the button says `phone-number-no-quota-toast="false"`. */
const QUOTA_USED_UP = 1400001

/** Asks the phone on behalf of native buttons, one at a time: while its sheet is open, nothing below it can be tapped. */
export function createAskOpenType(phone: Phone, record: (record: UiRecord) => void): AskOpenType {
  let isOpen = false
  return async (openType, button) => {
    if (isOpen) return undefined
    isOpen = true
    try {
      const detail = await phone.openType(openType, button)
      const isSilent = button.properties['phoneNumberNoQuotaToast'] === false
      if (detail?.['errno'] === QUOTA_USED_UP && !isSilent) record({ api: 'quotaSheet', options: { openType } })
      return detail
    } finally {
      isOpen = false
    }
  }
}
