/** The least that answers like it: one Hono route that reads the JSON and gives a constant. */
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

process.on('message', () => process.send?.({ codes: [], cpu: process.cpuUsage() }))
serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => process.send?.(`http://127.0.0.1:${port}`))
