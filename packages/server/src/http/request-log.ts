import { randomUUID } from 'node:crypto'
import { PHONE_NUMBER_PATH } from '@uni-phone/contract'
import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import { matchedRoutes } from 'hono/route'
import { METHOD_NAME_ALL } from 'hono/router'
import { describeError, type Log, type Metrics, READINESS_PATH } from '../observability'
import type { AppEnv } from './app-env'

/** Only what cannot be a code, a token or a number is taken over from the caller. */
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** Asked every few seconds by whatever watches the server. */
export const HEALTH_PATH = '/healthz'

const WATCHED = new Set([HEALTH_PATH, READINESS_PATH])

export interface RequestLogOptions {
  readonly log: Log
  readonly metrics: Metrics
}

/** Names the route by its pattern, and nothing where no route matched: a path may quote a number. */
function routeOf(c: Context<AppEnv>): string | undefined {
  return matchedRoutes(c)
    .filter(({ method }) => method !== METHOD_NAME_ALL)
    .at(-1)?.path
}

function fieldsOf(c: Context<AppEnv>, durationMs: number) {
  const [failure, logFields] = [c.get('failure'), c.get('logFields')]
  return {
    requestId: c.get('requestId'),
    method: c.req.method,
    route: routeOf(c),
    appId: c.get('appId'),
    status: c.res.status,
    outcome: failure?.code ?? (c.res.status < 400 ? ('ok' as const) : ('refused' as const)),
    attempts: logFields?.attempts,
    errcode: logFields?.errcode,
    rid: logFields?.rid,
    replayed: c.get('replayed') === true ? true : undefined,
    durationMs: Math.round(durationMs),
  }
}

/** Gives each request an id, and the log one line for it. */
export function createRequestLog({ log, metrics }: RequestLogOptions) {
  function record(c: Context<AppEnv>, durationMs: number): void {
    const fields = fieldsOf(c, durationMs)
    const { route, method, appId, outcome, status, replayed = false } = fields
    if (route !== undefined) metrics.requested({ method, route, status })
    if (route === PHONE_NUMBER_PATH && method === 'POST' && outcome !== 'refused')
      metrics.answered({ outcome, durationMs, replayed, appId })
    if (outcome === 'internal') log.error({ ...fields, ...describeError(c.get('failure')?.cause) }, 'request')
    else if (route !== undefined && WATCHED.has(route)) log.debug(fields, 'request')
    else log.info(fields, 'request')
  }

  return createMiddleware<AppEnv>(async (c, next) => {
    const startedAt = performance.now()
    const given = c.req.header('x-request-id')
    const requestId = given !== undefined && UUID.test(given) ? given : randomUUID()
    c.set('requestId', requestId)
    await next()
    record(c, performance.now() - startedAt)
  })
}
