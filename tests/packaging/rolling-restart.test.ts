import { randomUUID } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import { type BuiltServer, buildServer, type ServerProcess } from '@uni-phone/test-support/product'
import { freePort, startRedis, WITHOUT_REDIS } from '@uni-phone/test-support/services'
import { type Emulator, startEmulator } from '@uni-phone/wechat-emulator'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startReverseProxy, WITHOUT_CADDY } from './container/reverse-proxy'

const ACCOUNT = { appId: 'wx1234567890abcdef', appSecret: 'fedcba9876543210fedcba9876543210' }
const USERS = 6

let built: BuiltServer
beforeAll(() => {
  built = buildServer()
})
afterAll(() => {
  built.remove()
})

/** People who tap, one after another each, until the test is done; returns what they were answered. */
function startUsers(url: string, emulator: Emulator) {
  const answers = new Map<number | string, number>()
  let tapping = true

  async function tap(): Promise<number | string> {
    const headers = { 'content-type': 'application/json', 'idempotency-key': randomUUID() }
    const body = JSON.stringify({ code: emulator.createPhoneCode().code })
    try {
      const reply = await fetch(`${url}/api/v1/phone-number`, { method: 'POST', headers, body })
      await reply.arrayBuffer()
      return reply.status
    } catch {
      return 'no answer'
    }
  }

  async function user(): Promise<void> {
    while (tapping) {
      const answer = await tap()
      answers.set(answer, (answers.get(answer) ?? 0) + 1)
      await setImmediate()
    }
  }

  const users = Array.from({ length: USERS }, user)
  return {
    async stop() {
      tapping = false
      await Promise.all(users)
      return answers
    },
  }
}

/** Sees an instance serve a user: the proxy has found it. */
const serves = (server: ServerProcess) => server.saw(/"route":"\/api\/v1\/phone-number"/)

test.skipIf(WITHOUT_CADDY || WITHOUT_REDIS)(
  'behind the shipped proxy two instances are replaced one after another, and no answer is lost',
  async () => {
    await using emulator = await startEmulator({ port: 0, ...ACCOUNT })
    await using redis = await startRedis()
    const env = {
      WECHAT_APPID: ACCOUNT.appId,
      WECHAT_SECRET: ACCOUNT.appSecret,
      WECHAT_API_BASE_URL: emulator.url,
      REDIS_URL: redis.url,
      RATE_LIMIT_PER_MINUTE: '1000000',
      TRUST_PROXY: '1',
    }
    const ports = [await freePort(), await freePort()]
    const start = (port: number | undefined) => built.start({ ...env, PORT: String(port) })
    const servers = await Promise.all(ports.map(start))
    await using proxy = await startReverseProxy(await freePort(), {
      'server-1:8787': `127.0.0.1:${ports[0]}`,
      'server-2:8787': `127.0.0.1:${ports[1]}`,
    })
    const users = startUsers(proxy.url, emulator)
    await Promise.all(servers.map(serves))
    for (const [index, server] of servers.entries()) {
      server.kill('SIGTERM')
      expect(await server.exit).toBe(0)
      servers[index] = await start(ports[index])
      await serves(servers[index])
    }
    expect([...(await users.stop()).keys()]).toEqual([200])
    for (const server of servers) server.kill('SIGKILL')
  },
)
