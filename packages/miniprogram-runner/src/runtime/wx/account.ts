import type { Phone } from '../host/phone'
import type { PhoneSettings } from '../host/options'
import { createCallbackApi, type ReportError, type WxFunctions } from '../host/callback-api'

export interface AccountOptions {
  phone: Phone
  privacySetting: NonNullable<PhoneSettings['privacySetting']>
  reportError: ReportError
}

/**
 * Sign-in and privacy.
 *
 * @see https://developers.weixin.qq.com/miniprogram/dev/framework/user-privacy/PrivacyAuthorize.html
 */
export function createWxAccount({ phone, privacySetting, reportError }: AccountOptions): WxFunctions {
  return {
    login: createCallbackApi('login', async () => ({ code: await phone.login() }), reportError),
    getPrivacySetting: createCallbackApi('getPrivacySetting', () => privacySetting, reportError),
  }
}
