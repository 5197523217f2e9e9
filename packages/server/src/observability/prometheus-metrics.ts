import { KNOWN_ERRCODES } from '@uni-phone/wechat'
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { Metrics } from './metrics'

export interface PrometheusOptions {
  /** Tells whether Redis is there. @default no metrics of Redis */
  readonly redisIsReady?: (() => boolean) | undefined
  /** Bytes of kept answers, and their limit. @default no metrics of the store */
  readonly storeUsage?: (() => { readonly bytes: number; readonly maxBytes: number }) | undefined
}

/** Metrics in the format of Prometheus. */
export interface PrometheusMetrics extends Metrics {
  readonly contentType: string
  readonly toText: () => Promise<string>
}

const SECONDS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15]

/** WeChat may answer with any number, and a label must not take any value. */
const toErrcodeLabel = (errcode: number): string => (KNOWN_ERRCODES.includes(errcode) ? String(errcode) : 'other')

/** A server with one mini program has no such label. */
const toAppLabel = (appId: string | undefined): { appid?: string } => (appId === undefined ? {} : { appid: appId })

function createRequestMetrics(registers: Registry[]) {
  const exchanges = new Counter({
    name: 'uni_phone_exchanges_total',
    help: 'Requests for a number, by what the client was told: ok or an error code',
    labelNames: ['outcome', 'appid'],
    registers,
  })
  const durations = new Histogram({
    name: 'uni_phone_exchange_duration_seconds',
    help: 'How long clients waited for an answer',
    buckets: SECONDS,
    registers,
  })
  const replays = new Counter({
    name: 'uni_phone_replays_total',
    help: 'Answers that were kept from an earlier request with the same key',
    registers,
  })
  const limits = new Counter({
    name: 'uni_phone_limits_hit_total',
    help: 'Requests refused by a limit of this server: of one address, of exchanges at once, or of kept answers',
    labelNames: ['limit'],
    registers,
  })
  const inFlight = new Gauge({
    name: 'uni_phone_exchanges_in_flight',
    help: 'Exchanges in flight, those included whose client no longer waits',
    registers,
  })
  return { exchanges, durations, replays, limits, inFlight }
}

function createAccountMetrics(registers: Registry[]) {
  const requests = new Counter({
    name: 'uni_phone_http_requests_total',
    help: "Requests by route and status, those of the business's own routes included",
    labelNames: ['method', 'route', 'status'],
    registers,
  })
  const signIns = new Counter({
    name: 'uni_phone_sign_ins_total',
    help: 'Sign-ins: new (a number nobody had), phone, or silent, each of which saved a phone code',
    labelNames: ['kind'],
    registers,
  })
  return { requests, signIns }
}

function createHandlerMetrics(registers: Registry[]) {
  const handlers = new Gauge({
    name: 'uni_phone_handlers_in_flight',
    help: 'Calls of onPhoneNumber in flight, those past their deadline included',
    registers,
  })
  const timeouts = new Counter({
    name: 'uni_phone_handler_timeouts_total',
    help: 'Calls of onPhoneNumber that did not finish within HANDLER_TIMEOUT_MS',
    registers,
  })
  return { handlers, timeouts }
}

function createWeChatMetrics(registers: Registry[]) {
  const calls = new Histogram({
    name: 'uni_phone_wechat_call_duration_seconds',
    help: 'Calls to WeChat, the wait for a token and what was tried again included, by what they came to',
    labelNames: ['endpoint', 'result', 'appid'],
    buckets: SECONDS,
    registers,
  })
  const errcodes = new Counter({
    name: 'uni_phone_wechat_errcodes_total',
    help: 'Errcodes of WeChat',
    labelNames: ['endpoint', 'errcode', 'appid'],
    registers,
  })
  const tokens = new Counter({
    name: 'uni_phone_token_fetches_total',
    help: 'Fetches of an access token, by cause and result',
    labelNames: ['cause', 'result', 'appid'],
    registers,
  })
  const skews = new Counter({
    name: 'uni_phone_watermark_skews_total',
    help: "Numbers whose watermark is more than ten minutes from this machine's clock",
    labelNames: ['appid'],
    registers,
  })
  return { calls, errcodes, tokens, skews }
}

function createQuotaMetrics(registers: Registry[]): Metrics['quota'] {
  const remaining = new Gauge({
    name: 'uni_phone_quota_remaining',
    help: 'Paid calls left of the product WECHAT_QUOTA_SPU_ID, as WeChat counted them last',
    labelNames: ['appid'],
    registers,
  })
  const total = new Gauge({
    name: 'uni_phone_quota_total',
    help: 'Paid calls of the packs in force',
    labelNames: ['appid'],
    registers,
  })
  return (quota) => {
    remaining.set(toAppLabel(quota.appId), quota.remaining)
    total.set(toAppLabel(quota.appId), quota.total)
  }
}

function createRedisMetrics(registers: Registry[], isReady: () => boolean) {
  new Gauge({
    name: 'uni_phone_redis_up',
    help: '1 while Redis is there; 0: answers and limits hold within this instance alone',
    registers,
    collect() {
      this.set(isReady() ? 1 : 0)
    },
  })
  return new Counter({
    name: 'uni_phone_redis_failures_total',
    help: 'How often Redis went away: the connection broke, no reply in time, or a reply that is an error',
    labelNames: ['failure'],
    registers,
  })
}

function watchStore(registers: Registry[], usage: () => { readonly bytes: number; readonly maxBytes: number }): void {
  new Gauge({
    name: 'uni_phone_stored_bytes',
    help: 'Bytes of answers kept in the memory of this instance',
    registers,
    collect() {
      this.set(usage().bytes)
    },
  })
  new Gauge({
    name: 'uni_phone_stored_bytes_limit',
    help: 'Bytes that may be kept (ANSWER_MEMORY_MB): at the limit new exchanges are refused',
    registers,
    collect() {
      this.set(usage().maxBytes)
    },
  })
}

function createEventCounter(registers: Registry[]): Metrics['wechat'] {
  const { calls, errcodes, tokens, skews } = createWeChatMetrics(registers)
  return (event, appId) => {
    const app = toAppLabel(appId)
    if (event.type === 'token_fetched') tokens.inc({ cause: event.cause, result: 'ok', ...app })
    else if (event.type === 'token_fetch_failed') tokens.inc({ cause: event.cause, result: event.error.code, ...app })
    else if (event.type === 'watermark_skew') skews.inc(app)
    else if (event.type === 'call') {
      const { endpoint, failure = 'ok', durationMs, errcode } = event
      calls.observe({ endpoint, result: failure, ...app }, durationMs / 1000)
      if (errcode !== undefined) errcodes.inc({ endpoint, errcode: toErrcodeLabel(errcode), ...app })
    }
  }
}

/**
 * Creates metrics for Prometheus, the process's own included.
 * @see https://prometheus.io/docs/practices/naming/
 */
export function createPrometheusMetrics({ redisIsReady, storeUsage }: PrometheusOptions): PrometheusMetrics {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  const { exchanges, durations, replays, limits, inFlight } = createRequestMetrics(registers)
  const { requests, signIns } = createAccountMetrics(registers)
  const { handlers, timeouts } = createHandlerMetrics(registers)
  const failures = redisIsReady && createRedisMetrics(registers, redisIsReady)
  if (storeUsage !== undefined) watchStore(registers, storeUsage)
  return {
    contentType: registry.contentType,
    toText: () => registry.metrics(),
    answered({ outcome, durationMs, replayed, appId }) {
      exchanges.inc({ outcome, ...toAppLabel(appId) })
      durations.observe(durationMs / 1000)
      if (replayed) replays.inc()
    },
    requested({ method, route, status }) {
      requests.inc({ method, route, status })
    },
    signedIn(kind) {
      signIns.inc({ kind })
    },
    limited(limit) {
      limits.inc({ limit })
    },
    inFlight(count) {
      inFlight.set(count)
    },
    handlersInFlight(count) {
      handlers.set(count)
    },
    handlerTimedOut() {
      timeouts.inc()
    },
    redisFailed(failure) {
      failures?.inc({ failure })
    },
    quota: createQuotaMetrics(registers),
    wechat: createEventCounter(registers),
  }
}
