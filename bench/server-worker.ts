import { Agent, request } from 'undici'
import { measureExchanges } from './worker'

const [serverUrl] = process.argv.slice(2) as [string]
const dispatcher = new Agent({ connections: 64 })

await measureExchanges(async (code) => {
  const reply = await request(`${serverUrl}/api/v1/phone-number`, {
    dispatcher,
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': code.slice(0, 32) },
    body: JSON.stringify({ code }),
  })
  await reply.body.text()
  if (reply.statusCode !== 200) throw new Error(`HTTP ${reply.statusCode}`)
})
