import type { IncomingMessage } from 'node:http'
import type { ApiError } from '../errors'
import type { ExchangeFacts } from '../observability'
import type { RateLimitState } from '../rate-limit'

/** What middleware leaves for the routes, and the error mapper and the routes for middleware. */
export interface AppEnv {
  Bindings: { incoming?: IncomingMessage } | undefined
  Variables: {
    requestId: string
    failure?: ApiError
    replayed?: boolean
    exchange?: ExchangeFacts
    rateLimit?: Omit<RateLimitState, 'allowed'>
  }
}
