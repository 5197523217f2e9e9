/** The least that answers like WeChat: one Hono route that parses the JSON and sends a constant. */
import process from 'node:process'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'

const app = new Hono()

app.post('/wxa/business/getuserphonenumber', async (c) => {
  const { code } = await c.req.json<{ code: string }>()
  const watermark = { timestamp: 1_637_744_274, appid: 'wx0000000000000000' }
  const phone = { phoneNumber: '13800138000', purePhoneNumber: '13800138000', countryCode: '86', watermark }
  return c.json({ errcode: code === '' ? 40029 : 0, errmsg: 'ok', phone_info: phone })
})
app.get('/healthz', (c) => c.text('ok'))

serve({ fetch: app.fetch, port: Number(process.env.PORT), hostname: '127.0.0.1' })
