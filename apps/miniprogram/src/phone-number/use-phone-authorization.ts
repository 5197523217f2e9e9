import { inject, type InjectionKey, type Plugin } from 'vue'
import { createHttpClient } from './api/http-client'
import { createPhoneNumberApi } from './api/phone-number-api'
import { createPhoneAuthorization, type PhoneAuthorization, type Session } from './authorization/phone-authorization'
import { createLoginCode } from './wechat/login-code'

export interface PhoneAuthorizationSettings {
  /** Address of the API without a trailing slash; empty for the page's own origin, undefined if none is configured. */
  readonly baseUrl: string | undefined
  /** For servers that sign users in. */
  readonly session?: Session
  /** Replaces `uni.login`, for a phone without WeChat. */
  readonly login?: () => Promise<string | undefined>
}

export const phoneAuthorizationKey: InjectionKey<PhoneAuthorization> = Symbol('phone authorization')

/** Plugin for `app.use()` that makes `usePhoneAuthorization()` work in every page and component. */
export function phoneAuthorization({ baseUrl, session, login }: PhoneAuthorizationSettings): Plugin {
  return (app) => {
    const authorization = createPhoneAuthorization({
      exchange: createPhoneNumberApi(createHttpClient({ baseUrl: baseUrl ?? '' }), session?.request),
      loginCode: createLoginCode({ login }),
      accept: session?.accept,
      configured: baseUrl !== undefined,
    })
    app.provide(phoneAuthorizationKey, authorization)
  }
}

/** Returns the app's only authorization: every page sees the same state, and leaving a page loses nothing. */
export function usePhoneAuthorization(): PhoneAuthorization {
  const authorization = inject(phoneAuthorizationKey)
  if (authorization === undefined) throw new TypeError('install the phoneAuthorization plugin first: see main.ts')
  return authorization
}
