import { createSSRApp } from 'vue'
import App from './App.vue'
import { readApiBaseUrl } from './api-base-url'
import { phoneAuthorization } from './phone-number'
// #ifdef H5
import { enableKeyboard } from './h5/keyboard'
// #endif

/** Entry point of uni-app, which looks for a function of this name. */
export function createApp() {
  const app = createSSRApp(App)
  app.use(phoneAuthorization({ baseUrl: readApiBaseUrl() }))
  // #ifdef H5
  enableKeyboard()
  // #endif
  return { app }
}
