import type { Context, Hono } from 'hono'
import { ApiError } from '../errors'
import type { AppEnv } from './app-env'
import { toFailureReply } from './problem'

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const

/** Middleware is registered for all methods, so it does not count as a route. */
function findAllowed(app: Hono<AppEnv>, path: string): string[] {
  const found = METHODS.filter((method) =>
    app.router.match(method, path)[0].some(([[, route]]) => route.method === method),
  )
  return found.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method]))
}

/**
 * Answers what no route took: 405 with `Allow` where the address takes other methods, else 404.
 * @see https://www.rfc-editor.org/rfc/rfc9110#name-405-method-not-allowed
 */
export function createNotFound(app: Hono<AppEnv>): (c: Context<AppEnv>) => Response {
  return (c) => {
    const allow = findAllowed(app, c.req.path)
    // an error thrown here would pass the middleware by, and the request would have no line in the log
    return toFailureReply(
      c,
      allow.length === 0
        ? new ApiError('not_found', 'There is nothing at this address.')
        : new ApiError('method_not_allowed', `This address takes ${allow.join(', ')}.`, { allow }),
    )
  }
}
