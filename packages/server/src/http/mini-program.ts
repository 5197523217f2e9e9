import { APP_ID_HEADER } from '@uni-phone/contract'
import type { Context } from 'hono'
import type { AppEnv } from './app-env'

/** Finds the mini program of a request by its header, and notes it for the log and the metrics. */
export function readMiniProgram<App extends { readonly label?: string | undefined }>(
  c: Context<AppEnv>,
  find: (appId: string | undefined) => App,
): App {
  const app = find(c.req.header(APP_ID_HEADER)?.trim() || undefined)
  c.set('appId', app.label)
  return app
}
