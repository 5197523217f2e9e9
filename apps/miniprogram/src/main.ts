import { createSSRApp } from 'vue'
import App from './App.vue'
import { readApiBaseUrl } from './api-base-url'
import { createJsonPost } from './json-post'
import { createLoginCode } from './phone-number/login-code'
import { createPhoneAuthorization } from './phone-number/phone-authorization'
import { createPhoneNumberApi } from './phone-number/phone-number-api'
import { phoneAuthorizationKey } from './phone-number/use-phone-authorization'

function createAuthorization() {
  const baseUrl = readApiBaseUrl()
  return createPhoneAuthorization({
    api: createPhoneNumberApi(createJsonPost({ baseUrl: baseUrl ?? '' })),
    loginCode: createLoginCode(),
    configured: baseUrl !== undefined,
  })
}

/** uni-app's entry: it looks for a function of this name. */
export function createApp() {
  const app = createSSRApp(App)
  app.provide(phoneAuthorizationKey, createAuthorization())
  return { app }
}
