import { type App, type AppDependencies, createApp } from '@uni-phone/server'
import { Hono } from 'hono'
import type { Database } from './database'
import { createMeRoute } from './me-route'
import { createSignIn } from './sign-in'

/** What the server needs, and the database it signs people in with. */
export interface SignInAppOptions extends Omit<AppDependencies, 'onPhoneNumber' | 'log'> {
  readonly database: Database
  readonly log: NonNullable<AppDependencies['log']>
}

/** The server's routes and, beside them, one that a token opens. */
export function createSignInApp({ database, ...dependencies }: SignInAppOptions): App {
  const { now, log } = dependencies
  const phoneNumber = createApp({ ...dependencies, onPhoneNumber: createSignIn({ database, now }) })
  const routes = new Hono<{ Bindings: Parameters<App['fetch']>[1] }>()
  routes.route('/', createMeRoute({ database, now, log }))
  routes.all('*', (c) => phoneNumber.fetch(c.req.raw, c.env))
  return { fetch: (request, env) => routes.fetch(request, env), drain: () => phoneNumber.drain() }
}
