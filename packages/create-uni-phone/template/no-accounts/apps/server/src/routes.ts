import type { CreateRoutes } from '@uni-phone/server'
import { Hono } from 'hono'

/**
 * The routes of this business: put them here. Every route gets the request id, the log line, the limits and the metrics of
 * the server's own.
 */
export const routes: CreateRoutes = () => {
  const business = new Hono()
  business.get('/api/v1/shops', (c) => c.json({ shops: [] }))
  return business
}
