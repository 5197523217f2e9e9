import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { inspect } from 'node:util'
import {
  type Config,
  ConfigError,
  createRateLimit,
  ListenError,
  type Log,
  readConfig,
  startServer,
  withEnvFile,
} from '@uni-phone/server'
import { createWeChatClient } from '@uni-phone/wechat'
import { pino } from 'pino'
import { createSignInApp } from './app'
import { type Database, DatabaseError, openDatabase } from './database'

const FILE = fileURLToPath(new URL('../sign-in.db', import.meta.url))
const ROOT = fileURLToPath(new URL('../../..', import.meta.url))
/** An exchange may run on for 15 seconds after its client was answered. */
const MAX_STOP_MS = 20_000

type Environment = NodeJS.ProcessEnv

/** The emulator is loaded only where the sandbox asks for it: never in production. */
async function startSandbox({ mode, wechatBaseUrl }: Config, { WECHAT_API_BASE_URL }: Environment) {
  if (mode !== 'sandbox' || WECHAT_API_BASE_URL) return undefined
  const { ensureEmulator } = await import('./sandbox-emulator')
  return ensureEmulator(wechatBaseUrl)
}

function assemble(config: Config, database: Database, log: Log) {
  const { mode, appId, appSecret, wechatBaseUrl: baseUrl, tokenEndpoint, rateLimitPerMinute: perMinute } = config
  const wechat = createWeChatClient({ appId, appSecret, baseUrl, accessToken: tokenEndpoint })
  const rateLimit = createRateLimit({ perMinute })
  const sandbox = mode === 'sandbox' ? { baseUrl, appId } : undefined
  const { requestTimeoutMs, responseForm, corsOrigins, trustProxy } = config
  const legacyAppId = config.legacyPhoneNumber ? appId : undefined
  const settings = { requestTimeoutMs, responseForm, corsOrigins, trustProxy, sandbox, legacyAppId }
  return { wechat, app: createSignInApp({ database, wechat, rateLimit, log, ...settings }) }
}

async function run(environment: Environment): Promise<void> {
  const config = readConfig(environment)
  const log = pino({ level: config.logLevel, base: undefined })
  const database = await openDatabase(environment.DATABASE_URL || FILE, log)
  const emulator = await startSandbox(config, environment)
  const wechatBaseUrl = emulator?.url ?? config.wechatBaseUrl
  const { wechat, app } = assemble({ ...config, wechatBaseUrl }, database, log)
  const server = await startServer(app, config)
  log.info({ port: server.port, mode: config.mode }, `ready on http://${config.host ?? 'localhost'}:${server.port}`)

  async function stop(): Promise<void> {
    setTimeout(() => process.exit(1), MAX_STOP_MS).unref()
    await server.stop()
    await wechat.close()
    await emulator?.close()
    await database.destroy()
    log.info({}, 'stopped')
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop())
}

function fail(error: unknown): never {
  const known = error instanceof ConfigError || error instanceof ListenError || error instanceof DatabaseError
  process.stderr.write(`${known ? error.message : inspect(error)}\n`)
  process.exit(1)
}

try {
  await run(withEnvFile(process.env, ROOT))
} catch (error) {
  fail(error)
}
