import type { Accounts } from '@uni-phone/accounts'
import { readDefaults, type TrustProxy } from '@uni-phone/config'
import { type Context, Hono } from 'hono'
import { cors } from 'hono/cors'
import { HTTPException } from 'hono/http-exception'
import openApi from '../openapi.json' with { type: 'json' }
import {
  type AccountEnv,
  createPhoneSignIn,
  createRequireAccount,
  createSilentSignIn,
  type RequireAccount,
} from './accounts'
import { type ApiError, toApiError } from './errors'
import {
  createAskWeChat,
  createCallHandler,
  createFindMiniProgram,
  type ExchangeHandler,
  Exchanges,
  type PhoneNumberHandler,
  toExchangeLimits,
  type WeChatClients,
} from './exchange'
import {
  addBusinessRoutes,
  type AppEnv,
  createNotFound,
  createRateLimitGuard,
  createRequestLog,
  HEALTH_PATH,
  sandboxHostGuard,
  toBusinessReply,
  toFailureReply,
  toReply,
} from './http'
import { type IdempotencyStore, MemoryStore } from './idempotency'
import { type Log, type Metrics, NO_METRICS, type Readiness, SILENT } from './observability'
import { createClientAddress, type RateLimit } from './rate-limit'
import {
  createPhoneNumberRoute,
  createReadinessRoute,
  createSandboxRoute,
  createSessionRoutes,
  type SandboxOptions,
} from './routes'

/** Tools for creating the routes of a business. */
export interface RouteTools {
  /** Lets a request with the token of a session pass, as `c.get('account')`; answers any other with 401 `signed_out`. */
  readonly requireAccount: RequireAccount
}

/** Creates the routes of a business. */
export type CreateRoutes = (tools: RouteTools) => Hono<AccountEnv>

/** Options of `createApp`. What has a variable has its default in the table of variables (docs/configuration.md). */
export interface AppOptions {
  /** The WeChat client, or one for each AppID that requests may name. The app does not close them. */
  readonly wechat: WeChatClients
  /** Handles phone numbers; its result reaches the page as `data`. @default the page gets the number, and nothing else happens */
  readonly onPhoneNumber?: PhoneNumberHandler | undefined
  /** Signs people in. The app does not close them. @default nobody can sign in */
  readonly accounts?: Accounts | undefined
  /** Sends the openid of the login code with the phone code, so that WeChat checks the pair. @default true with accounts */
  readonly checkOpenid?: boolean | undefined
  /** Creates the routes of the business. They are guarded, logged and counted as ours. @default none */
  readonly routes?: CreateRoutes | undefined
  /** Keeps answers for retries. @default the memory of this process */
  readonly store?: IdempotencyStore | undefined
  /** How long a client waits for an answer, in milliseconds. @default that of REQUEST_TIMEOUT_MS */
  readonly requestTimeoutMs?: number | undefined
  /** How long the handler may run, in milliseconds. @default that of HANDLER_TIMEOUT_MS */
  readonly handlerTimeoutMs?: number | undefined
  /** Limit of exchanges in flight; one more gets 503 at once. @default 1000 */
  readonly maxConcurrent?: number | undefined
  /** AppID whose encrypted data is accepted, as base libraries before 2.21.2 send it; each of several has its own. @default none */
  readonly legacyAppId?: string | undefined
  /** Counts requests by client address. @default no limit */
  readonly rateLimit?: RateLimit | undefined
  /** Counts refused codes and tokens by client address. @default no limit */
  readonly refusalLimit?: RateLimit | undefined
  /** Proxies whose forwarded addresses count. @default that of TRUST_PROXY */
  readonly trustProxy?: TrustProxy | undefined
  /** Sends the page the number whole or masked. @default that of PHONE_NUMBER_RESPONSE */
  readonly responseForm?: 'full' | 'masked' | undefined
  /** Origins that an H5 build hosted elsewhere calls from. @default none */
  readonly corsOrigins?: readonly string[] | undefined
  /** Creates phone codes at the emulator, for builds with a drawn consent sheet. @default no such routes */
  readonly sandbox?: SandboxOptions | undefined
  /** Answers `GET /readyz`. @default no such route */
  readonly readiness?: Readiness | undefined
  /** @default silent */
  readonly log?: Log | undefined
  /** @default nothing is counted */
  readonly metrics?: Metrics | undefined
  /** The time in milliseconds since 1970. @default Date.now */
  readonly now?: (() => number) | undefined
}

/** The server, without a socket. */
export interface App {
  readonly fetch: (request: Request, env?: AppEnv['Bindings']) => Response | Promise<Response>
  /** Resolves when no exchange is in flight, those included whose client no longer waits. */
  readonly drain: () => Promise<void>
}

const OPENAPI_PATH = '/openapi.json'
const MAX_CONCURRENT = 1_000

function allowOrigins(origins: readonly string[]) {
  return cors({
    origin: [...origins],
    allowMethods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
    allowHeaders: ['Authorization', 'Content-Type', 'Idempotency-Key', 'X-WeChat-AppID'],
    exposeHeaders: ['Retry-After', 'Idempotency-Replayed', 'RateLimit-Limit', 'RateLimit-Remaining', 'RateLimit-Reset'],
    maxAge: 600,
  })
}

/** Fills in the defaults, each of which is written once: here, or in the table of variables. */
function withDefaults(options: AppOptions) {
  const defaults = readDefaults()
  const { log = SILENT, metrics = NO_METRICS, now = Date.now, store = new MemoryStore() } = options
  const { requestTimeoutMs = defaults.requestTimeoutMs, handlerTimeoutMs = defaults.handlerTimeoutMs } = options
  const { responseForm = defaults.responseForm, corsOrigins = defaults.corsOrigins } = options
  const { trustProxy = defaults.trustProxy, maxConcurrent = MAX_CONCURRENT } = options
  const { checkOpenid = options.accounts !== undefined } = options
  const findMiniProgram = createFindMiniProgram(options.wechat, log)
  const limits = toExchangeLimits({ requestTimeoutMs, handlerTimeoutMs })
  const settings = { requestTimeoutMs, responseForm, corsOrigins, trustProxy, maxConcurrent, limits, checkOpenid }
  return { ...options, ...settings, findMiniProgram, identityMs: limits.identityMs, log, metrics, now, store }
}

type Parts = ReturnType<typeof withDefaults>

/** With accounts a number signs in, and the business is called within that. */
function createHandler({ accounts, onPhoneNumber, ...parts }: Parts): ExchangeHandler | undefined {
  if (accounts !== undefined) return createPhoneSignIn({ ...parts, accounts, onPhoneNumber })
  return onPhoneNumber && (async (event) => onPhoneNumber(event))
}

function createExchanges(parts: Parts): Exchanges {
  const onPhoneNumber = createHandler(parts)
  return new Exchanges({
    ...parts,
    askWeChat: createAskWeChat(parts),
    callHandler: onPhoneNumber && createCallHandler({ ...parts, onPhoneNumber }),
  })
}

/** Tells whether an error answers a guess; without a token nothing was guessed, and a replay was counted before. */
function isRefusal(c: Context<AppEnv>, { code }: ApiError): boolean {
  if (code === 'signed_out') return c.req.header('authorization') !== undefined
  return code === 'code_rejected' && c.get('replayed') !== true
}

/** Creates the app from its parts. It opens nothing and reads nothing from the environment. */
export function createApp(options: AppOptions): App {
  const parts = withDefaults(options)
  const { corsOrigins, trustProxy, findMiniProgram, sandbox, readiness, accounts, routes, log, metrics } = parts
  const exchanges = createExchanges(parts)
  const clientAddress = createClientAddress(trustProxy, log)
  const { rateLimit: requests, refusalLimit: refusals } = parts
  const guard = createRateLimitGuard({ requests, refusals, clientAddress, metrics })
  const app = new Hono<AppEnv>()
  app.use(createRequestLog({ log, metrics }))
  if (sandbox !== undefined) app.use(sandboxHostGuard)
  if (corsOrigins.length > 0) app.use('/api/*', allowOrigins(corsOrigins))
  app.get(HEALTH_PATH, (c) => toReply(c, { status: 'ok' }))
  app.get(OPENAPI_PATH, (c) => toReply(c, openApi))
  if (readiness !== undefined) app.route('/', createReadinessRoute(readiness))
  app.route('/', createPhoneNumberRoute({ ...parts, guard: guard.admit, exchanges }))
  if (accounts !== undefined) {
    const signInSilently = createSilentSignIn({ ...parts, accounts })
    app.route('/', createSessionRoutes({ guard: guard.admit, accounts, signInSilently, findMiniProgram, log }))
  }
  if (sandbox !== undefined) app.route('/', createSandboxRoute(sandbox))
  if (routes !== undefined)
    addBusinessRoutes(app, routes({ requireAccount: createRequireAccount(accounts, log) }), guard.admit)
  app.notFound(createNotFound(app))
  app.onError(async (error, c) => {
    if (error instanceof HTTPException) return toBusinessReply(c, error)
    const apiError = toApiError(error)
    if (isRefusal(c, apiError)) await guard.countRefusal(c)
    return toFailureReply(c, apiError)
  })
  return { fetch: (request, env) => app.fetch(request, env), drain: () => exchanges.drain() }
}
