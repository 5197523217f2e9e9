import type { Context, Env, Hono, MiddlewareHandler } from 'hono'
import { METHOD_NAME_ALL } from 'hono/router'
import type { AppEnv } from './app-env'

/** Headers of every answer, unless the route has set them. */
function completeHeaders(c: Context<AppEnv>): void {
  const { headers } = c.res
  headers.set('x-request-id', c.get('requestId'))
  headers.set('x-content-type-options', 'nosniff')
  if (!headers.has('cache-control')) headers.set('cache-control', 'no-store')
}

/**
 * Adds the routes of a business behind what guards our own: they get the log line, the request id, the limits, the metrics,
 * the problems and the 405.
 */
export function addBusinessRoutes<E extends Env>(
  app: Hono<AppEnv>,
  routes: Hono<E>,
  guard: (c: Context<AppEnv>) => Promise<void>,
): void {
  const guarded: MiddlewareHandler<AppEnv> = async (c, next) => {
    if (c.get('admitted') !== true) await guard(c)
    c.set('admitted', true)
    await next()
    completeHeaders(c)
  }
  const paths = routes.routes.flatMap(({ method, path }) => (method === METHOD_NAME_ALL ? [] : [path]))
  for (const path of new Set(paths)) app.use(path, guarded)
  app.route('/', routes)
}
