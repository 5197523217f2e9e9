import type { IncomingMessage } from 'node:http'
import type { ApiError } from '../errors'
import type { LogFields } from '../observability'
import type { RateLimitState } from '../rate-limit'

/** Values that middleware and routes leave for one another. */
export interface AppEnv {
  Bindings: { incoming?: IncomingMessage } | undefined
  Variables: {
    requestId: string
    /** The limits have let the request pass: one that matches two routes counts once. */
    admitted?: boolean
    /** Client address, as limits count it. */
    client?: string
    failure?: ApiError
    /** AppID of the mini program, on a server that works for several. */
    appId?: string
    replayed?: boolean
    logFields?: LogFields
    rateLimit?: Omit<RateLimitState, 'allowed'>
  }
}
