import type { Plugin } from 'vue'
import { createJsonPost } from './json-post'
import { createLoginCode } from './login-code'
import { createPhoneAuthorization } from './phone-authorization'
import { createPhoneNumberApi } from './phone-number-api'
import { phoneAuthorizationKey } from './use-phone-authorization'

export interface PhoneAuthorizationSettings {
  /** Where the API is, without a trailing slash; empty for the page's own origin, undefined where nobody has said. */
  baseUrl: string | undefined
}

/** For `app.use()`: from then on `usePhoneAuthorization()` works in every page and component. */
export function phoneAuthorization({ baseUrl }: PhoneAuthorizationSettings): Plugin {
  return (app) => {
    const authorization = createPhoneAuthorization({
      api: createPhoneNumberApi(createJsonPost({ baseUrl: baseUrl ?? '' })),
      loginCode: createLoginCode(),
      configured: baseUrl !== undefined,
    })
    app.provide(phoneAuthorizationKey, authorization)
  }
}
