/** Fills every store beyond its bounds with the largest values it accepts, and prints the megabytes that stay on the heap. */
import process from 'node:process'
import { createEmulator } from '../../src/index'

const CODES = 60_000
const REQUESTS = 2_000
const LONG = '号'.repeat(128)

const emulator = createEmulator({ log: () => undefined })
const heapUsed = () => {
  globalThis.gc?.()
  return process.memoryUsage().heapUsed / 2 ** 20
}

const before = heapUsed()
for (let made = 0; made < CODES; made += 1) {
  const long = () => `${made}${LONG}`.slice(0, 128)
  emulator.createPhoneCode({ openid: long(), appid: long() })
  emulator.createLoginCode({ openid: long(), unionid: long(), appid: long() })
}
for (let sent = 0; sent < REQUESTS; sent += 1) {
  const url = `https://api.weixin.qq.com/${'path'.repeat(1_000)}?access_token=${sent}${'x'.repeat(10_000)}`
  await emulator.fetch(new Request(url, { method: 'POST', body: 'x'.repeat(100_000) }))
}
const { phoneCodes, requestCounts } = emulator.state()
if (phoneCodes.length === 0 || requestCounts.other !== REQUESTS) throw new Error('the emulator was not filled')
process.stdout.write(String(heapUsed() - before))
emulator.reset()
