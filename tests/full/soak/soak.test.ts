import { tmpdir } from 'node:os'
import process from 'node:process'
import { buildServer, type ServerProcess, startWire, WECHAT_PATHS } from '@uni-phone/test-support/product'
import { administer, freePort, startRedis, WITHOUT_REDIS } from '@uni-phone/test-support/services'
import { type Fault, startEmulator } from '@uni-phone/wechat-emulator'
import { expect, onTestFinished, test } from 'vitest'
import { startReverseProxy, WITHOUT_CADDY } from '../../packaging/container/reverse-proxy'
import { startSwitch } from './switch'
import { startUsers } from './users'

const ACCOUNT = { appId: 'wx1234567890abcdef', appSecret: 'fedcba9876543210fedcba9876543210' }
const USERS = 12
const ROUNDS = 2

/** Ten ways in which WeChat fails. A code may be sent again after those that are known to leave it unused. */
const FAULTS: readonly { readonly fault: Fault; readonly leaves: 'unused' | 'unknown' | 'answered' }[] = [
  { fault: { errcode: -1 }, leaves: 'unused' },
  { fault: { errcode: 40001 }, leaves: 'unused' },
  { fault: { errcode: 45011 }, leaves: 'unused' },
  { fault: { status: 502 }, leaves: 'unknown' },
  { fault: { status: 504, after: true }, leaves: 'unknown' },
  { fault: { reset: 'before' }, leaves: 'unknown' },
  { fault: { reset: 'after' }, leaves: 'unknown' },
  { fault: { body: '<html>', after: true }, leaves: 'unknown' },
  { fault: { hang: true }, leaves: 'unknown' },
  { fault: { delayMs: 400 }, leaves: 'answered' },
]

/** Refusals after which a code may be sent again: WeChat is busy or limits calls, and a token that it no longer takes. */
const UNUSED = [-1, 40001, 45011, 42001]

async function startSoak() {
  const built = buildServer()
  const emulator = await startEmulator({ port: 0, ...ACCOUNT })
  const wire = await startWire(emulator.url)
  const [primary, replica] = [await startRedis(['--dir', tmpdir()]), await startRedis(['--dir', tmpdir()])]
  await administer(replica.url, ['REPLICAOF', '127.0.0.1', new URL(primary.url).port])
  const redis = await startSwitch(primary.url)
  const env = {
    WECHAT_APPID: ACCOUNT.appId,
    WECHAT_SECRET: ACCOUNT.appSecret,
    WECHAT_API_BASE_URL: wire.url,
    REDIS_URL: redis.url,
    RATE_LIMIT_PER_MINUTE: '1000000',
    REFUSALS_PER_MINUTE: '1000000',
    TRUST_PROXY: '1',
    LOG_LEVEL: 'info',
  }
  const ports = [await freePort(), await freePort()]
  const start = (port: number | undefined) => built.start({ ...env, PORT: String(port) })
  const servers = await Promise.all(ports.map(start))
  const started = [...servers]
  const proxy = await startReverseProxy(await freePort(), {
    'server-1:8787': `127.0.0.1:${ports[0]}`,
    'server-2:8787': `127.0.0.1:${ports[1]}`,
  })
  return {
    emulator,
    wire,
    primary,
    replica,
    redis,
    servers,
    /** Those that were replaced, too. */
    started,
    proxy,
    /** Resolves when the proxy has found the new instance. */
    async replace(index: number): Promise<void> {
      servers[index]?.kill('SIGTERM')
      expect(await servers[index]?.exit).toBe(0)
      const next = await start(ports[index])
      servers[index] = next
      started.push(next)
      await next.saw(/"route":"\/api\/v1\/phone-number"/)
    },
    async [Symbol.asyncDispose]() {
      for (const server of servers) server.kill('SIGKILL')
      for (const part of [proxy, redis, primary, replica, wire, emulator]) await part[Symbol.asyncDispose]()
      built.remove()
    },
  }
}

/** An instance without its Redis, by what its log says last. */
function isAlone(server: ServerProcess): boolean {
  const log = server.output()
  return log.lastIndexOf('Redis is away') > log.lastIndexOf('Redis is there')
}

const timesAway = (server: ServerProcess): number => server.output().split('Redis is away').length - 1

type Soak = Awaited<ReturnType<typeof startSoak>>

async function redisIs(t: Soak, up: 0 | 1): Promise<void> {
  const ask = async (server: ServerProcess) => /^uni_phone_redis_up (\d)$/m.exec(await server.metrics())?.[1]
  for (const server of t.servers) await expect.poll(() => ask(server), { timeout: 30_000 }).toBe(String(up))
}

/** Ways in which Redis goes, and how it comes back. */
const REDIS_TROUBLES: readonly [name: string, go: (t: Soak) => unknown, comeBack: (t: Soak) => unknown][] = [
  ['frozen', (t) => t.primary.freeze(), (t) => t.primary.thaw()],
  [
    'cut',
    (t) => {
      t.redis.leadTo(undefined)
    },
    (t) => {
      t.redis.leadTo(t.primary.url)
    },
  ],
  [
    'filled',
    (t) => administer(t.primary.url, ['CONFIG', 'SET', 'maxmemory', '1']),
    (t) => administer(t.primary.url, ['CONFIG', 'SET', 'maxmemory', '0']),
  ],
  [
    'failed over',
    (t) => {
      t.redis.leadTo(t.replica.url)
    },
    (t) => administer(t.replica.url, ['REPLICAOF', 'NO', 'ONE']),
  ],
]

test.skipIf(WITHOUT_CADDY || WITHOUT_REDIS)(
  'two instances behind the shipped proxy lose no answer, whatever happens to Redis, to WeChat and to them',
  async () => {
    await using t = await startSoak()
    let troubled = false
    let troubles = 0
    const refusals = new Set<number>()
    const countRefusals = (): void => {
      for (const { id, errcode } of t.emulator.requests()) if (UNUSED.includes(errcode ?? 0)) refusals.add(id)
    }
    // the emulator keeps its last thousand requests, and an instance takes longer than that to be replaced
    const counting = setInterval(countRefusals, 20)
    onTestFinished(() => {
      clearInterval(counting)
    })
    const isTroubled = (): boolean => troubled || t.servers.some(isAlone)
    // a machine that is too busy for Redis is trouble, too, even if it has passed when a tap ends: the log says so
    const troublesSoFar = (): number => troubles + t.started.reduce((sum, server) => sum + timesAway(server), 0)
    const users = startUsers(t.proxy.url, USERS, t.emulator, { isTroubled, troubles: troublesSoFar })
    const sentFor = async (count: number): Promise<void> => {
      countRefusals()
      const until = users.ended.length + count
      await expect.poll(() => users.ended.length, { timeout: 60_000 }).toBeGreaterThanOrEqual(until)
    }

    const armed = { unused: 0, unknown: 0, answered: 0 }
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const { fault, leaves } of FAULTS) {
        t.emulator.addFault({ path: WECHAT_PATHS.phone, fault })
        armed[leaves] += 1
        await sentFor(USERS * 2)
      }
      for (const index of [0, 1]) {
        await t.replace(index)
        countRefusals()
      }
    }
    for (const [, go, comeBack] of REDIS_TROUBLES) {
      troubled = true
      troubles += 1
      await go(t)
      await redisIs(t, 0)
      await sentFor(USERS * 2)
      await comeBack(t)
      await redisIs(t, 1)
      await sentFor(USERS * 4)
      troubled = false
      await sentFor(USERS * 2)
    }
    await users.stop()
    countRefusals()

    const calm = users.ended.filter((each) => !each.troubled)
    const again = (taps: typeof calm): number => taps.reduce((sum, { tap }) => sum + t.wire.sent(tap.code) - 1, 0)
    const ends = (taps: typeof calm): Record<string, number> =>
      Object.fromEntries(
        [...new Set(taps.map(({ answer }) => answer.says))].map((says) => [
          says,
          taps.filter(({ answer }) => answer.says === says).length,
        ]),
      )
    const figures = {
      taps: users.ended.length,
      armed,
      calm: ends(calm),
      sentAgain: again(calm),
      troubled: ends(users.ended.filter((each) => each.troubled)),
      sentAgainTroubled: again(users.ended.filter((each) => each.troubled)),
      refusals: refusals.size,
      replays: users.replays.length,
    }
    process.stderr.write(`${JSON.stringify(figures)}\n`)

    expect(users.lost).toEqual([])
    const wrong = users.ended.filter(
      ({ tap, answer }) => answer.status === 200 && answer.phoneNumber !== tap.phoneNumber,
    )
    expect(wrong).toEqual([])
    const { '200': numbers = 0, '502 outcome_unknown': unknown = 0, ...others } = figures.calm
    expect(numbers).toBeGreaterThan(0)
    expect(unknown).toBeLessThanOrEqual(armed.unknown)
    expect(others).toEqual({})
    expect(figures.sentAgain).toBeLessThanOrEqual(refusals.size)
    // a problem names its request, so the texts differ
    const isSame = ([first, second]: (typeof users.replays)[number]): boolean =>
      first.says === second.says && first.phoneNumber === second.phoneNumber
    expect(users.replays.filter((pair) => !isSame(pair))).toEqual([])
  },
)
