import { randomBytes } from 'node:crypto'
import { startEmulator } from '@uni-phone/wechat-emulator'
import { readAll, startRedis } from '../services'
import { createLeakSearch } from './leak-search'
import type { BuiltServer, ServerProcess } from './server-process'
import { newTap } from './tap'
import { toCallCounts, WECHAT_PATHS } from './wechat-api'
import { startWire } from './wire'

const hex = (bytes: number): string => randomBytes(bytes).toString('hex')

export interface ClusterOptions {
  readonly built: BuiltServer
  /** @default 4 */
  readonly instances?: number
  readonly env?: NodeJS.ProcessEnv
}

/**
 * The built server in so many processes, with a Redis, a WeChat and a wire between. When it ends, whatever any of them
 * has put out is searched for secrets.
 */
export async function startCluster({ built, instances = 4, env = {} }: ClusterOptions) {
  const account = { appId: `wx${hex(8)}`, appSecret: hex(16) }
  const search = createLeakSearch()
  search.secret('AppSecret', account.appSecret)
  const log = (line: string): void => {
    search.output('the emulator', line)
  }
  const emulator = await startEmulator({ port: 0, ...account, log })
  const wire = await startWire(emulator.url)
  const redis = await startRedis()
  const settings = {
    WECHAT_MODE: 'wechat',
    WECHAT_APPID: account.appId,
    WECHAT_SECRET: account.appSecret,
    WECHAT_API_BASE_URL: wire.url,
    REDIS_URL: redis.url,
    RATE_LIMIT_PER_MINUTE: '1000000',
    // a slow machine is no reason to end a request early
    REQUEST_TIMEOUT_MS: '60000',
    // no reverse proxy asks whether an instance is ready
    SHUTDOWN_GRACE_MS: '0',
  }

  async function startInstance(): Promise<ServerProcess> {
    const instance = await built.start({ ...settings, ...env })
    await instance.saw(/Redis is there/)
    return instance
  }

  const servers = await Promise.all(Array.from({ length: instances }, startInstance))
  let turns = 0

  function newSecretTap(): ReturnType<typeof newTap> {
    const tap = newTap(emulator)
    search.secret('phone code', tap.code)
    search.secret('phone number', tap.phoneNumber)
    return tap
  }

  function nextUrl(): string {
    const alive = servers.filter((server) => server.isAlive())
    turns += 1
    return alive[turns % alive.length]?.url ?? ''
  }

  async function end(): Promise<void> {
    for (const server of servers) {
      if (server.isAlive()) search.output('the metrics of a server', await server.metrics())
      server.kill('SIGKILL')
      await server.exit
      search.output('the output of a server', server.output())
    }
    redis.thaw()
    search.output('Redis', await readAll(redis.url))
    await redis.stop()
    await wire[Symbol.asyncDispose]()
    await emulator.close()
  }

  return {
    account,
    emulator,
    wire,
    redis,
    servers,
    search,
    seen: () => toCallCounts(emulator.state().requestCounts),
    newTap: newSecretTap,
    /** Notes a text that the outside was told. */
    told(text: string) {
      search.output('an answer', text)
    },
    /** Each instance that lives, in turn. */
    nextUrl,
    async addInstance(): Promise<ServerProcess> {
      const instance = await startInstance()
      servers.push(instance)
      return instance
    },
    async [Symbol.asyncDispose]() {
      await end()
      for (const [value, kind] of wire.handedOut()) search.secret(kind, value)
      const leaks = search.find()
      if (leaks.length > 0) throw new Error(`leaked: ${leaks.join(', ')}`)
    },
  }
}

/** Someone else refreshes the token by force: the one the instances have is dead, and stable mode gives the new one. */
export async function supersedeToken({ emulator, account }: Cluster): Promise<void> {
  const body = { grant_type: 'client_credential', appid: account.appId, secret: account.appSecret, force_refresh: true }
  const tokens = (): number => emulator.state().tokens.length
  const before = tokens()
  await fetch(`${emulator.url}${WECHAT_PATHS.token}`, { method: 'POST', body: JSON.stringify(body) })
  if (tokens() !== before + 1) throw new Error('the token was not superseded')
}

export type Cluster = Awaited<ReturnType<typeof startCluster>>
