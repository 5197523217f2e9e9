import { WxFailure, type Clock, type EventDetail, type Phone, type WxFunctions } from '../host/index'
import type { AskOpenType } from '../view/index'
import type { WxDeps } from './deps'

/** Sign-in and privacy. */
export function createAccountFunctions({ calls, clock, phone, settings }: WxDeps): WxFunctions {
  const { privacySetting = { needAuthorization: false, privacyContractName: '' } } = settings
  const login = async (): Promise<object> => ({ code: await phone.login() })
  return {
    login: calls.create('login', ({ timeout }) => withTimeout(login(), Number(timeout), clock)),
    getPrivacySetting: calls.create('getPrivacySetting', () => privacySetting),
  }
}

/**
 * Fails with `timeout` after the time that the mini program gave; `wx.login` documents no default.
 * Unverified: the text, which is that of `wx.request`.
 *
 * @see https://developers.weixin.qq.com/miniprogram/dev/api/open-api/login/wx.login.html
 */
async function withTimeout<T>(result: Promise<T>, timeoutMs: number, clock: Clock): Promise<T> {
  if (Number.isNaN(timeoutMs)) return result
  let timer: number | undefined
  const timeout = new Promise<never>((_, reject) => {
    timer = clock.setTimeout(() => {
      reject(new WxFailure('timeout'))
    }, timeoutMs)
  })
  try {
    return await Promise.race([result, timeout])
  } finally {
    clock.clearTimeout(timer)
  }
}

/** errno that opens a sheet of WeChat's own, unless the button says `phone-number-no-quota-toast="false"`; documented. */
const QUOTA_USED_UP = 1400001

/**
 * Asks the phone on behalf of native buttons, one at a time: while its sheet is open, nothing below it can be tapped.
 * A test changes the answer under the name of the `open-type`.
 */
export function createAskOpenType({
  phone,
  delivery,
  record,
}: Pick<WxDeps, 'phone' | 'delivery' | 'record'>): AskOpenType {
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
