import { createSSRApp } from 'vue'
import App from './App.vue'
import { readApiBaseUrl } from './api-base-url'
import { phoneAuthorization } from './phone-number'
// #ifdef H5
import { followKeyboard } from './h5/keyboard'
// #endif

/** uni-app's entry: it looks for a function of this name. */
export function createApp() {
  const app = createSSRApp(App)
  app.use(phoneAuthorization({ baseUrl: readApiBaseUrl() }))
  // #ifdef H5
  followKeyboard()
  // #endif
  return { app }
}
