/** The least a Hono server can do: the same upstream call, the same fields, and nothing else. */
import process from 'node:process'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { Agent, request } from 'undici'

const [baseUrl = '', token = ''] = process.argv.slice(2)
const agent = new Agent()
const headers = { 'content-type': 'application/json' }

const app = new Hono()
app.post('/api/v1/phone-number', async (c) => {
  const { code } = await c.req.json<{ code: string }>()
  const url = `${baseUrl}/wxa/business/getuserphonenumber?access_token=${token}`
  const reply = await request(url, { dispatcher: agent, method: 'POST', headers, body: JSON.stringify({ code }) })
  const { phone_info: info } = (await reply.body.json()) as { phone_info: Record<string, unknown> }
  return c.json({ phoneNumber: info.phoneNumber, purePhoneNumber: info.purePhoneNumber, countryCode: info.countryCode })
})
app.get('/healthz', (c) => c.text('ok'))

serve({ fetch: app.fetch, port: Number(process.env.PORT), hostname: '127.0.0.1' })
