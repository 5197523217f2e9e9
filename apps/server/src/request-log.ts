import { createMiddleware } from 'hono/factory'
import type { AppEnv } from './app-env'
import { describeError, type Log } from './log'

/** Only what cannot be a code, a token or a number is taken over from the caller. */
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** Asked every few seconds by whatever watches the server. */
export const HEALTH_PATH = '/healthz'

export interface RequestLogOptions {
  readonly log: Log
  readonly newId: () => string
}

/** Gives each request an id, and the log one line for it. A path may quote anything: only routes are named. */
export function createRequestLog({ log, newId }: RequestLogOptions) {
  return createMiddleware<AppEnv>(async (c, next) => {
    const startedAt = performance.now()
    const given = c.req.header('x-request-id')
    const requestId = given !== undefined && UUID.test(given) ? given : newId()
    c.set('requestId', requestId)
    await next()
    c.header('x-request-id', requestId)
    c.header('cache-control', 'no-store')
    const failure = c.get('failure')
    const route = failure?.code === 'not_found' ? undefined : c.req.path
    const durationMs = Math.round(performance.now() - startedAt)
    const fields = {
      requestId,
      method: c.req.method,
      route,
      status: c.res.status,
      outcome: failure?.code ?? 'ok',
      durationMs,
    }
    if (failure?.code === 'internal') log.error({ ...fields, ...describeError(failure.cause) }, 'request')
    else if (route === HEALTH_PATH) log.debug(fields, 'request')
    else log.info(fields, 'request')
  })
}
