import type { AccountEnv, CreateRoutes } from '@uni-phone/server'
import { Hono } from 'hono'

/**
 * The routes of this business: put them here. `requireAccount` lets signed-in people in and answers everybody else with
 * 401; every route gets the request id, the log line, the limits and the metrics of the server's own.
 */
export const routes: CreateRoutes = ({ requireAccount }) => {
  const business = new Hono<AccountEnv>()
  business.get('/api/v1/orders', requireAccount, (c) => c.json({ account: c.get('account').id, orders: [] }))
  return business
}
