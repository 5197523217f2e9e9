import type { IncomingMessage } from 'node:http'
import type { ApiError } from '../errors/api-error'
import type { ExchangeFacts } from '../exchange/exchange-facts'
import type { RateLimitState } from '../rate-limit/rate-limit'

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
