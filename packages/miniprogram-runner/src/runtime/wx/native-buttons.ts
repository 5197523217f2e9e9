import type { Delivery, EventDetail, Phone, UiRecord } from '../host/index'
import type { AskOpenType } from '../view/index'

/** errno that opens a sheet of WeChat's own, unless the button says `phone-number-no-quota-toast="false"`; documented. */
const QUOTA_USED_UP = 1400001

export interface NativeButtonOptions {
  readonly phone: Phone
  readonly delivery: Delivery
  readonly record: (record: UiRecord) => void
}

/**
 * Asks the phone on behalf of native buttons, one at a time: while its sheet is open, nothing below it can be tapped.
 * A test changes the answer under the name of the `open-type`.
 */
export function createAskOpenType({ phone, delivery, record }: NativeButtonOptions): AskOpenType {
  let isOpen = false

  async function ask(...[openType, button]: Parameters<Phone['openType']>): Promise<EventDetail | undefined> {
    const failure = delivery.failureOf(openType)
    if (failure === undefined) return phone.openType(openType, button)
    return { errMsg: `${openType}:fail ${failure.fail}`, ...(failure.errno !== undefined && { errno: failure.errno }) }
  }

  return async (openType, button, send) => {
    if (isOpen) return false
    isOpen = true
    try {
      const detail = await ask(openType, button)
      if (detail === undefined) return false
      const isSilent = button.properties['phoneNumberNoQuotaToast'] === false
      if (detail['errno'] === QUOTA_USED_UP && !isSilent) record({ api: 'quotaSheet', options: { openType } })
      delivery.deliver(openType, () => {
        send(detail)
      })
      return true
    } finally {
      isOpen = false
    }
  }
}
