import { isIP } from 'node:net'
import { z } from 'zod'
import type { TrustProxy } from './client-address'

/** The account the sandbox's emulator answers to; the secret protects nothing. */
export const SANDBOX_APP_ID = 'wx0000000000000000'
export const SANDBOX_APP_SECRET = '0123456789abcdef0123456789abcdef'

/** Everything a server is told from outside, checked. */
export interface Config {
  readonly mode: 'sandbox' | 'wechat'
  readonly appId: string
  readonly appSecret: string
  readonly wechatBaseUrl: string
  readonly tokenEndpoint: 'stable' | 'classic'
  readonly port: number
  /** Absent: all interfaces. */
  readonly host: string | undefined
  /** Where metrics are served, on a listener of their own. Absent: nowhere. */
  readonly metricsPort: number | undefined
  readonly requestTimeoutMs: number
  readonly corsOrigins: readonly string[]
  readonly logLevel: LogLevel
  readonly responseForm: 'full' | 'masked'
  readonly redisUrl: string | undefined
  readonly rateLimitPerMinute: number
  readonly trustProxy: TrustProxy
  /** Whether encrypted data is taken, as base libraries before 2.21.2 send it. */
  readonly legacyPhoneNumber: boolean
}

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const
type LogLevel = (typeof LOG_LEVELS)[number]

/** The environment cannot be used as it is. The message names every variable that is missing or wrong. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    super(['The configuration cannot be used:', ...problems.map((problem) => `  - ${problem}`)].join('\n'))
    this.problems = problems
  }
}

const port = z.coerce
  .number('must be a port, 0 to 65535')
  .int('must be a port, 0 to 65535')
  .min(0, 'must be a port, 0 to 65535')
  .max(65_535, 'must be a port, 0 to 65535')

const url = z
  .url({ protocol: /^https?$/, error: 'must be an address such as https://api.weixin.qq.com' })
  .transform((value) => value.replace(/\/+$/, ''))

function isOrigin(value: string): boolean {
  return URL.canParse(value) && new URL(value).origin === value
}

const origins = z
  .string()
  .transform((value) => value.split(/[\s,]+/).filter((part) => part !== ''))
  .refine((values) => values.every(isOrigin), 'must be origins such as https://www.example.com, separated by commas')

const PROXY_NAMES = ['loopback', 'linklocal', 'uniquelocal']

function isProxy(value: string): boolean {
  const [address = '', prefix, ...rest] = value.split('/')
  if (PROXY_NAMES.includes(value)) return true
  const bits = isIP(address) === 4 ? 32 : 128
  return (
    isIP(address) !== 0 &&
    rest.length === 0 &&
    (prefix === undefined || (/^[1-9]\d*$/.test(prefix) && Number(prefix) <= bits))
  )
}

const TRUST_PROXY_HINT =
  'must be the number of proxies in front (0 to 10), or their addresses and CIDRs, separated by commas; never all'

const trustProxy = z
  .string()
  .transform((value): TrustProxy => (/^\d+$/.test(value) ? Number(value) : value.split(/[\s,]+/)))
  .refine((value) => (typeof value === 'number' ? value <= 10 : value.every(isProxy)), TRUST_PROXY_HINT)

const oneOf = <T extends string>(...values: readonly [T, ...T[]]) =>
  z.enum(values, `must be one of: ${values.join(', ')}`)

const environmentSchema = z.object({
  NODE_ENV: z.string().optional(),
  WECHAT_APPID: z
    .string()
    .regex(/^wx[0-9a-f]{16}$/, 'must be `wx` and 16 hex digits, as the console shows it')
    .optional(),
  WECHAT_SECRET: z
    .string()
    .regex(/^[0-9a-f]{32}$/, 'must be 32 hex digits, as the console shows it once (the value is not repeated here)')
    .optional(),
  WECHAT_MODE: oneOf('sandbox', 'wechat').optional(),
  WECHAT_API_BASE_URL: url.optional(),
  WECHAT_TOKEN_ENDPOINT: oneOf('stable', 'classic').default('stable'),
  EMULATOR_PORT: port.default(8788),
  PORT: port.default(8787),
  METRICS_PORT: port.optional(),
  HOST: z.string().optional(),
  REQUEST_TIMEOUT_MS: z.coerce
    .number('must be milliseconds, 100 to 60000')
    .int('must be milliseconds, 100 to 60000')
    .min(100, 'must be milliseconds, 100 to 60000')
    .max(60_000, 'must be milliseconds, 100 to 60000')
    .default(5000),
  CORS_ORIGINS: origins.default([]),
  LOG_LEVEL: oneOf(...LOG_LEVELS).default('info'),
  PHONE_NUMBER_RESPONSE: oneOf('full', 'masked').default('full'),
  REDIS_URL: z.url({ protocol: /^rediss?$/, error: 'must be an address such as redis://127.0.0.1:6379' }).optional(),
  RATE_LIMIT_PER_MINUTE: z.coerce
    .number('must be a number of requests, 1 or more')
    .int('must be a number of requests, 1 or more')
    .min(1, 'must be a number of requests, 1 or more')
    .default(600),
  TRUST_PROXY: trustProxy.default(0),
  LEGACY_PHONE_NUMBER: oneOf('on', 'off').default('off'),
})

type Environment = z.output<typeof environmentSchema>

const WHERE = 'both are on mp.weixin.qq.com under Development settings'

function findMissing({ NODE_ENV, WECHAT_APPID, WECHAT_SECRET, WECHAT_MODE }: Environment): string[] {
  if (WECHAT_APPID !== undefined && WECHAT_SECRET === undefined)
    return [`WECHAT_SECRET is missing: WECHAT_APPID is set, and one is no use without the other (${WHERE})`]
  if (WECHAT_SECRET !== undefined && WECHAT_APPID === undefined)
    return [`WECHAT_APPID is missing: WECHAT_SECRET is set, and one is no use without the other (${WHERE})`]
  if (NODE_ENV === 'production' && WECHAT_MODE === 'sandbox')
    return ['WECHAT_MODE must not be sandbox in production: anyone could make up a number']
  const needed = NODE_ENV === 'production' || WECHAT_MODE === 'wechat'
  if (!needed || WECHAT_APPID !== undefined) return []
  const why = NODE_ENV === 'production' ? 'production asks the real WeChat' : 'WECHAT_MODE is wechat'
  return ['WECHAT_APPID', 'WECHAT_SECRET'].map((name) => `${name} is missing: ${why} (${WHERE})`)
}

/** An empty variable is an absent one: so it is in `.env.example`, and in most deployment tools. */
function withoutEmpty(environment: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) => {
      const trimmed = value?.trim() ?? ''
      return trimmed === '' ? [] : [[name, trimmed]]
    }),
  )
}

function parseEnvironment(environment: NodeJS.ProcessEnv): Environment {
  const given = withoutEmpty(environment)
  const parsed = environmentSchema.safeParse(given)
  const wrong = parsed.success ? [] : parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`)
  const missing = findMissing({ ...given, ...(parsed.data ?? {}) } as Environment)
  if (parsed.success && missing.length === 0) return parsed.data
  throw new ConfigError([...missing, ...wrong])
}

function accountOf({
  WECHAT_APPID,
  WECHAT_SECRET,
  WECHAT_MODE,
}: Environment): Pick<Config, 'mode' | 'appId' | 'appSecret'> {
  if (WECHAT_MODE === 'sandbox' || WECHAT_APPID === undefined || WECHAT_SECRET === undefined)
    return { mode: 'sandbox', appId: SANDBOX_APP_ID, appSecret: SANDBOX_APP_SECRET }
  return { mode: 'wechat', appId: WECHAT_APPID, appSecret: WECHAT_SECRET }
}

/**
 * Reads the configuration out of an environment. Throws a `ConfigError` that names every variable that is missing or
 * wrong, and quotes none.
 */
export function readConfig(environment: NodeJS.ProcessEnv): Config {
  const parsed = parseEnvironment(environment)
  const account = accountOf(parsed)
  const defaultBaseUrl =
    account.mode === 'sandbox' ? `http://127.0.0.1:${parsed.EMULATOR_PORT}` : 'https://api.weixin.qq.com'
  return {
    ...account,
    wechatBaseUrl: parsed.WECHAT_API_BASE_URL ?? defaultBaseUrl,
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
    trustProxy: parsed.TRUST_PROXY,
    legacyPhoneNumber: parsed.LEGACY_PHONE_NUMBER === 'on',
  }
}
