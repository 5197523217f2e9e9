import { WxFailure, type Clock, type Phone, type PhoneSettings, type WxCalls, type WxFunctions } from '../host/index'

export interface AccountOptions {
  readonly calls: WxCalls
  readonly clock: Clock
  readonly phone: Phone
  readonly privacySetting: NonNullable<PhoneSettings['privacySetting']>
}

/** Sign-in and privacy. */
export function createAccountFunctions({ calls, clock, phone, privacySetting }: AccountOptions): WxFunctions {
  return {
    login: calls.create('login', ({ timeout }) => withTimeout(login(phone), Number(timeout), clock)),
    getPrivacySetting: calls.create('getPrivacySetting', () => privacySetting),
  }
}

async function login(phone: Phone): Promise<object> {
  return { code: await phone.login() }
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
