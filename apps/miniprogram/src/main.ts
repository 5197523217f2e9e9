import { createSSRApp } from 'vue'
import App from './App.vue'
import { accountKey, openAccount } from './account'
import { readApiBaseUrl } from './api-base-url'
import { phoneAuthorization } from './phone-number'
// #ifdef H5
import { enableKeyboard } from './h5/keyboard'
import { declareLanguage } from './h5/language'
// #endif
// #ifdef SANDBOX
import { loginToSandbox } from './sandbox/sandbox-user'
// #endif

/** Entry point of uni-app, which looks for a function of this name. */
export function createApp() {
  const app = createSSRApp(App)
  const baseUrl = readApiBaseUrl()
  const login = readLogin()
  const account = openAccount({ baseUrl, login })
  app.provide(accountKey, account)
  app.use(phoneAuthorization({ baseUrl, session: account, login }))
  // #ifdef H5
  enableKeyboard()
  declareLanguage()
  // #endif
  return { app }
}

/** Returns the replacement of `uni.login`, for a phone without WeChat. */
function readLogin(): (() => Promise<string | undefined>) | undefined {
  // #ifdef SANDBOX
  return loginToSandbox
  // #endif
  // #ifndef SANDBOX
  return undefined
  // #endif
}
