import type { ApiError } from './api-error'

/** What middleware leaves for the routes, and the error mapper and the routes for middleware. */
export interface AppEnv {
  Variables: { requestId: string; failure?: ApiError; replayed?: boolean }
}
