import { type SignInConfig, signInOf } from './accounts-config'
import { type Account, accountOf, findAccountProblems } from './account'
import { ConfigError } from './config-error'
import { parseVariables } from './environment'
import { SERVER_VARIABLES } from './server-variables'
import type { TrustProxy } from './validators'
import type { Values } from './variable'

/** Two rounds of a proxy's health check, and room to spare. */
const SHUTDOWN_GRACE_MS = 5_000

type Environment = Values<typeof SERVER_VARIABLES>

/** Validated configuration of the server. */
export interface Config extends Account, SignInConfig {
  readonly wechatBaseUrl: string
  readonly tokenEndpoint: 'stable' | 'classic'
  readonly port: number
  /** Address to listen on. @default all interfaces */
  readonly host: string | undefined
  /** Port of `/metrics`, a listener of its own. @default no metrics */
  readonly metricsPort: number | undefined
  readonly requestTimeoutMs: number
  readonly corsOrigins: readonly string[]
  readonly logLevel: Environment['LOG_LEVEL']
  readonly responseForm: 'full' | 'masked'
  readonly redisUrl: string | undefined
  readonly rateLimitPerMinute: number
  /** Refused codes or tokens a minute for each client address. */
  readonly refusalsPerMinute: number
  readonly headersTimeoutMs: number
  readonly bodyTimeoutMs: number
  readonly keepAliveTimeoutMs: number
  readonly maxConnections: number
  /** Milliseconds of service after a stop signal. */
  readonly shutdownGraceMs: number
  readonly trustProxy: TrustProxy
  /** Accepts encrypted data, which base libraries before 2.21.2 send in place of a code. */
  readonly legacyPhoneNumber: boolean
}

function parseEnvironment(environment: NodeJS.ProcessEnv): Environment {
  const { values, problems } = parseVariables(SERVER_VARIABLES, environment)
  const all = [...findAccountProblems(environment), ...problems]
  if (all.length > 0) throw new ConfigError(all)
  return values
}

function wechatBaseUrlOf({ mode }: Account, { WECHAT_API_BASE_URL, EMULATOR_PORT }: Environment): string {
  return WECHAT_API_BASE_URL ?? (mode === 'sandbox' ? `http://127.0.0.1:${EMULATOR_PORT}` : 'https://api.weixin.qq.com')
}

/**
 * Reads the server's configuration from an environment. Throws a `ConfigError` that names every variable that is missing
 * or wrong and quotes no value.
 */
export function readConfig(environment: NodeJS.ProcessEnv): Config {
  const parsed = parseEnvironment(environment)
  const account = accountOf(parsed)
  return {
    ...account,
    ...signInOf(account, parsed),
    wechatBaseUrl: wechatBaseUrlOf(account, parsed),
    tokenEndpoint: parsed.WECHAT_TOKEN_ENDPOINT,
    port: parsed.PORT,
    host: parsed.HOST,
    metricsPort: parsed.METRICS_PORT,
    requestTimeoutMs: parsed.REQUEST_TIMEOUT_MS,
    corsOrigins: parsed.CORS_ORIGINS,
    logLevel: parsed.LOG_LEVEL,
    responseForm: parsed.PHONE_NUMBER_RESPONSE,
    redisUrl: parsed.REDIS_URL,
    rateLimitPerMinute: parsed.RATE_LIMIT_PER_MINUTE,
    refusalsPerMinute: parsed.REFUSALS_PER_MINUTE,
    headersTimeoutMs: parsed.HEADERS_TIMEOUT_MS,
    bodyTimeoutMs: parsed.BODY_TIMEOUT_MS,
    keepAliveTimeoutMs: parsed.KEEP_ALIVE_TIMEOUT_MS,
    maxConnections: parsed.MAX_CONNECTIONS,
    shutdownGraceMs: parsed.SHUTDOWN_GRACE_MS ?? (account.mode === 'sandbox' ? 0 : SHUTDOWN_GRACE_MS),
    trustProxy: parsed.TRUST_PROXY,
    legacyPhoneNumber: parsed.LEGACY_PHONE_NUMBER === 'on',
  }
}
