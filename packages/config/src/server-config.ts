import { type SignInConfig, signInOf } from './accounts-config'
import { type Account, findAccountProblems, readAccount } from './account'
import { ConfigError, parseVariables, SERVER_VARIABLES, type TrustProxy, type Values } from './variables'

/** Two rounds of a proxy's health check, and room to spare. */
const SHUTDOWN_GRACE_MS = 5_000

type Environment = Values<typeof SERVER_VARIABLES>

/** Settings of the server, apart from the account. */
export interface Settings {
  readonly port: number
  /** Address to listen on. @default all interfaces */
  readonly host: string | undefined
  /** Port of `/metrics`, a listener of its own. @default no metrics */
  readonly metricsPort: number | undefined
  readonly requestTimeoutMs: number
  /** Time limit of the business's handler, in milliseconds. */
  readonly handlerTimeoutMs: number
  /** Memory for kept answers, in MiB. */
  readonly answerMemoryMb: number
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
  readonly trustProxy: TrustProxy
  /** Accepts encrypted data, which base libraries before 2.21.2 send in place of a code. */
  readonly legacyPhoneNumber: boolean
}

/** Validated configuration of the server. */
export interface Config extends Account, SignInConfig, Settings {
  /** Milliseconds of service after a stop signal. */
  readonly shutdownGraceMs: number
}

function parseEnvironment(environment: NodeJS.ProcessEnv): Environment {
  const { values, problems } = parseVariables(SERVER_VARIABLES, environment)
  const all = [...findAccountProblems(environment), ...problems]
  if (all.length > 0) throw new ConfigError(all)
  return values
}

function settingsOf(parsed: Environment): Settings {
  return {
    port: parsed.PORT,
    host: parsed.HOST,
    metricsPort: parsed.METRICS_PORT,
    requestTimeoutMs: parsed.REQUEST_TIMEOUT_MS,
    handlerTimeoutMs: parsed.HANDLER_TIMEOUT_MS,
    answerMemoryMb: parsed.ANSWER_MEMORY_MB,
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
    trustProxy: parsed.TRUST_PROXY,
    legacyPhoneNumber: parsed.LEGACY_PHONE_NUMBER === 'on',
  }
}

/** Returns the settings that hold where no variable is set. */
export function readDefaults(): Settings {
  return settingsOf(parseVariables(SERVER_VARIABLES, {}).values)
}

/**
 * Reads the server's configuration from an environment. Throws a `ConfigError` that names every variable that is missing
 * or wrong and quotes no value.
 */
export function readConfig(environment: NodeJS.ProcessEnv): Config {
  const parsed = parseEnvironment(environment)
  const account = readAccount(environment, parsed.EMULATOR_PORT)
  return {
    ...account,
    ...signInOf(account, parsed),
    ...settingsOf(parsed),
    shutdownGraceMs: parsed.SHUTDOWN_GRACE_MS ?? (account.mode === 'sandbox' ? 0 : SHUTDOWN_GRACE_MS),
  }
}
