import type { TrustProxy } from '@uni-phone/config'
import { PHONE_NUMBER_PATH } from '@uni-phone/contract'
import { type Context, Hono } from 'hono'
import { cors } from 'hono/cors'
import openApi from '../openapi.json' with { type: 'json' }
import { type ApiError, toApiError } from './errors'
import {
  breakAtMinuteLimit,
  createIdempotentExchange,
  createPhoneNumberExchange,
  type ExchangeClient,
  type PhoneNumberHandler,
} from './exchange'
import {
  type AppEnv,
  createNotFound,
  createRateLimitGuard,
  createRequestLog,
  HEALTH_PATH,
  sandboxHostGuard,
  toFailureReply,
  toReply,
} from './http'
import { type AnswerStore, createMemoryAnswerStore } from './idempotency'
import { type Log, type Metrics, NO_METRICS, type Readiness, SILENT } from './observability'
import { createClientAddress, type RateLimit } from './rate-limit'
import { createPhoneNumberRoute, createReadinessRoute, createSandboxRoute, type SandboxOptions } from './routes'

/** What an app is made of. */
export interface AppDependencies {
  /** The WeChat client; the app does not close it. */
  readonly wechat: ExchangeClient
  /** What the business does with a number; what it returns reaches the page as `data`. */
  readonly onPhoneNumber?: PhoneNumberHandler | undefined
  /** Where answers are kept for ten minutes. @default this process's memory */
  readonly answers?: AnswerStore | undefined
  /** How long a client waits for an answer, in milliseconds. @default 5000 */
  readonly requestTimeoutMs?: number | undefined
  /** How many exchanges may be under way at once; one more is a quick 503. @default 1000 */
  readonly maxConcurrent?: number | undefined
  /** The AppID whose encrypted data is taken, as base libraries before 2.21.2 send it. @default none is */
  readonly legacyAppId?: string | undefined
  /** Counts requests by client address. @default no limit */
  readonly rateLimit?: RateLimit | undefined
  /** Counts refused codes and tokens by client address. @default no limit */
  readonly refusalLimit?: RateLimit | undefined
  /** Which proxies may say whom they speak for. @default 0 */
  readonly trustProxy?: TrustProxy | undefined
  /** Whether the page gets the number whole or masked. @default full */
  readonly responseForm?: 'full' | 'masked' | undefined
  /** The origins an H5 hosted elsewhere may call from. @default none */
  readonly corsOrigins?: readonly string[] | undefined
  /** Makes phone codes at the emulator, for builds with a drawn consent sheet. @default none */
  readonly sandbox?: SandboxOptions | undefined
  /** Answers `GET /readyz`. @default there is none */
  readonly readiness?: Readiness | undefined
  /** @default silent */
  readonly log?: Log | undefined
  /** @default nothing is counted */
  readonly metrics?: Metrics | undefined
  /** The time in milliseconds since 1970. @default Date.now */
  readonly now?: (() => number) | undefined
  /** Makes ids of requests and exchanges. @default crypto.randomUUID */
  readonly newId?: (() => string) | undefined
}

/** The server, without a socket. */
export interface App {
  fetch: (request: Request, env?: AppEnv['Bindings']) => Response | Promise<Response>
  /** Resolves when no exchange is under way: those that outlived their clients included. */
  drain: () => Promise<void>
}

const OPENAPI_PATH = '/openapi.json'
const DEFAULT_TIMEOUT_MS = 5_000
const DEFAULT_MAX_CONCURRENT = 1_000
/** The number waits for the openid for this part of the deadline. */
const IDENTITY_SHARE = 0.6

function allowOrigins(origins: readonly string[]) {
  return cors({
    origin: [...origins],
    allowMethods: ['POST'],
    allowHeaders: ['Content-Type', 'Idempotency-Key'],
    exposeHeaders: ['Retry-After', 'Idempotency-Replayed', 'RateLimit-Limit', 'RateLimit-Remaining', 'RateLimit-Reset'],
    maxAge: 600,
  })
}

function createExchange(dependencies: AppDependencies, newId: () => string, log: Log) {
  const { wechat, requestTimeoutMs = DEFAULT_TIMEOUT_MS, now = Date.now, legacyAppId } = dependencies
  const { metrics = NO_METRICS } = dependencies
  const { answers = createMemoryAnswerStore({ now }), onPhoneNumber = () => undefined } = dependencies
  const { maxConcurrent = DEFAULT_MAX_CONCURRENT } = dependencies
  const identityTimeoutMs = Math.ceil(requestTimeoutMs * IDENTITY_SHARE)
  const parts = {
    wechat: breakAtMinuteLimit(wechat, log),
    newId,
    now,
    log,
    metrics,
    identityTimeoutMs,
    maxConcurrent,
    legacyAppId,
  }
  return createIdempotentExchange({ exchange: createPhoneNumberExchange(parts), answers, onPhoneNumber, log })
}

/** Tells whether an error answers a guess; without a token nothing was guessed, and a replay was counted before. */
function isRefusal(c: Context<AppEnv>, { code }: ApiError): boolean {
  if (code === 'signed_out') return c.req.header('authorization') !== undefined
  return code === 'code_rejected' && c.get('replayed') !== true
}

/** Builds the server from its parts; nothing is opened and nothing is read from the environment. */
export function createApp(dependencies: AppDependencies): App {
  const { requestTimeoutMs = DEFAULT_TIMEOUT_MS, responseForm = 'full', corsOrigins = [], sandbox } = dependencies
  const { log = SILENT, metrics = NO_METRICS, newId = () => crypto.randomUUID() } = dependencies
  const { rateLimit, refusalLimit, trustProxy = 0, readiness } = dependencies
  const exchange = createExchange(dependencies, newId, log)
  const clientAddress = createClientAddress(trustProxy, log)
  const guard = createRateLimitGuard({ requests: rateLimit, refusals: refusalLimit, clientAddress, metrics })
  const app = new Hono<AppEnv>()
  app.use(createRequestLog({ log, metrics, newId }))
  if (sandbox !== undefined) app.use(sandboxHostGuard)
  if (corsOrigins.length > 0) app.use(PHONE_NUMBER_PATH, allowOrigins(corsOrigins))
  app.get(HEALTH_PATH, (c) => toReply(c, { status: 'ok' }))
  app.get(OPENAPI_PATH, (c) => toReply(c, openApi))
  if (readiness !== undefined) app.route('/', createReadinessRoute(readiness))
  app.route('/', createPhoneNumberRoute({ guard: guard.admit, exchange, requestTimeoutMs, responseForm }))
  if (sandbox !== undefined) app.route('/', createSandboxRoute(sandbox))
  app.notFound(createNotFound(app))
  app.onError(async (error, c) => {
    const apiError = toApiError(error)
    if (isRefusal(c, apiError)) await guard.countRefusal(c)
    return toFailureReply(c, apiError)
  })
  return { fetch: (request, env) => app.fetch(request, env), drain: () => exchange.drain() }
}
