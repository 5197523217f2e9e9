import type { Phone } from '../host'
import type { PhoneSettings } from '../options'
import { createCallbackApi, type ReportError, type WxFunctions } from './callback-api'
import { createListenerList } from './listener-list'

export interface AccountOptions {
  phone: Phone
  privacySetting: NonNullable<PhoneSettings['privacySetting']>
  reportError: ReportError
}

/**
 * Sign-in and privacy. WeChat's own privacy sheet is not drawn: a listener of `onNeedPrivacyAuthorization` is accepted
 * and never called.
 *
 * @see https://developers.weixin.qq.com/miniprogram/dev/framework/user-privacy/PrivacyAuthorize.html
 */
export function createWxAccount({ phone, privacySetting, reportError }: AccountOptions): WxFunctions {
  return {
    login: createCallbackApi('login', async () => ({ code: await phone.login() }), reportError),
    checkSession: createCallbackApi('checkSession', () => undefined, reportError),
    getPrivacySetting: createCallbackApi('getPrivacySetting', () => privacySetting, reportError),
    requirePrivacyAuthorize: createCallbackApi('requirePrivacyAuthorize', () => undefined, reportError),
    onNeedPrivacyAuthorization: createListenerList(reportError).add,
  }
}
