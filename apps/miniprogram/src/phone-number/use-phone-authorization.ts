import { inject, type InjectionKey } from 'vue'
import type { PhoneAuthorization } from './phone-authorization'

export const phoneAuthorizationKey: InjectionKey<PhoneAuthorization> = Symbol('phone authorization')

/** The app's one authorization: every page sees the same state, and leaving a page loses nothing. */
export function usePhoneAuthorization(): PhoneAuthorization {
  const authorization = inject(phoneAuthorizationKey)
  if (authorization === undefined) throw new TypeError('provide phoneAuthorizationKey first: see main.ts')
  return authorization
}
