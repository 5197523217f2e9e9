import type { App } from '@uni-phone/server'
import { Hono } from 'hono'
import { createMeRoute, type MeRouteOptions } from './me-route'

/** The server's routes and, beside them, one that a token opens. */
export function withAccounts(app: App, options: MeRouteOptions): App {
  const routes = new Hono<{ Bindings: Parameters<App['fetch']>[1] }>()
  routes.route('/', createMeRoute(options))
  routes.all('*', (c) => app.fetch(c.req.raw, c.env))
  return { fetch: (request, env) => routes.fetch(request, env), drain: () => app.drain() }
}
