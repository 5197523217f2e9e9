import { PHONE_NUMBER_PATH } from '@uni-phone/contract'
import { startRedis, WITHOUT_REDIS } from '@uni-phone/test-support/services'
import {
  type FakeWeChat,
  type HttpMeasurement,
  type HttpProgram,
  measureHttp,
  measureInRounds,
  startBareServer,
  startServer,
} from '../harness'

const EXCHANGES = 8_000

async function measure(wechat: FakeWeChat, { url, pid }: HttpProgram): Promise<HttpMeasurement> {
  const codes = await wechat.makeCodes(EXCHANGES)
  return measureHttp({
    url,
    path: PHONE_NUMBER_PATH,
    pid,
    bodies: codes.map((code) => JSON.stringify({ code })),
    headersOf: (body) => ({ 'idempotency-key': body.slice(9, 41) }),
    expected: '"phoneNumber"',
  })
}

/** The server beside a bare Hono handler: CPU time of an exchange, throughput and latency. */
export async function benchServers(wechat: FakeWeChat) {
  const redis = WITHOUT_REDIS ? undefined : await startRedis()
  const programs: Record<string, HttpProgram> = {
    'bare Hono handler': await startBareServer(wechat),
    'uni-phone server': await startServer(wechat.url),
    'the same, log off': await startServer(wechat.url, { LOG_LEVEL: 'silent' }),
    ...(redis && { 'the same, with Redis': await startServer(wechat.url, { REDIS_URL: redis.url }) }),
  }
  const entries = Object.entries(programs)
  const results = await measureInRounds(
    Object.fromEntries(entries.map(([name, program]) => [name, () => measure(wechat, program)])),
  )
  await Promise.all(entries.map(([, program]) => program.stop()))
  await redis?.stop()
  return results
}
