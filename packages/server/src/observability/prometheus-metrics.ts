import { KNOWN_ERRCODES, type WeChatClientEvent } from '@uni-phone/wechat'
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { Metrics } from './metrics'

export interface PrometheusOptions {
  /** Whether Redis answers. Absent: there is none to watch. */
  readonly redisIsReady?: (() => boolean) | undefined
}

/** Metrics as Prometheus reads them. */
export interface PrometheusMetrics extends Metrics {
  readonly contentType: string
  toText: () => Promise<string>
}

const SECONDS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15]

/** WeChat may answer with any number: a label must not take any value. */
const toErrcodeLabel = (errcode: number): string => (KNOWN_ERRCODES.includes(errcode) ? String(errcode) : 'other')

function createRequestMetrics(registers: Registry[]) {
  const exchanges = new Counter({
    name: 'uni_phone_exchanges_total',
    help: 'Requests for a number, by what the client was told: ok or an error code',
    labelNames: ['outcome'],
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
    help: 'Requests turned away by a limit of this server: of one address, or of exchanges at once',
    labelNames: ['limit'],
    registers,
  })
  const inFlight = new Gauge({
    name: 'uni_phone_exchanges_in_flight',
    help: 'Exchanges under way, those that outlived their clients included',
    registers,
  })
  return { exchanges, durations, replays, limits, inFlight }
}

function createWeChatMetrics(registers: Registry[]) {
  const calls = new Histogram({
    name: 'uni_phone_wechat_call_duration_seconds',
    help: 'Calls to WeChat, the wait for a token and what was tried again included, by what they came to',
    labelNames: ['endpoint', 'result'],
    buckets: SECONDS,
    registers,
  })
  const errcodes = new Counter({
    name: 'uni_phone_wechat_errcodes_total',
    help: 'Errcodes of WeChat',
    labelNames: ['endpoint', 'errcode'],
    registers,
  })
  const tokens = new Counter({
    name: 'uni_phone_token_fetches_total',
    help: 'Fetches of an access token, by cause and result',
    labelNames: ['cause', 'result'],
    registers,
  })
  const skews = new Counter({
    name: 'uni_phone_watermark_skews_total',
    help: "Numbers whose watermark is more than ten minutes from this machine's clock",
    registers,
  })
  return { calls, errcodes, tokens, skews }
}

function watchRedis(registers: Registry[], isReady: () => boolean): void {
  new Gauge({
    name: 'uni_phone_redis_up',
    help: '1 while Redis answers; 0: answers and limits hold within this instance alone',
    registers,
    collect() {
      this.set(isReady() ? 1 : 0)
    },
  })
}

function createEventCounter(registers: Registry[]): (event: WeChatClientEvent) => void {
  const { calls, errcodes, tokens, skews } = createWeChatMetrics(registers)
  return (event) => {
    if (event.type === 'token_fetched') tokens.inc({ cause: event.cause, result: 'ok' })
    else if (event.type === 'token_fetch_failed') tokens.inc({ cause: event.cause, result: event.error.code })
    else if (event.type === 'watermark_skew') skews.inc()
    else if (event.type === 'call') {
      const { endpoint, failure = 'ok', durationMs, errcode } = event
      calls.observe({ endpoint, result: failure }, durationMs / 1000)
      if (errcode !== undefined) errcodes.inc({ endpoint, errcode: toErrcodeLabel(errcode) })
    }
  }
}

/**
 * Counts for Prometheus, the process's own figures included.
 * @see https://prometheus.io/docs/practices/naming/
 */
export function createPrometheusMetrics({ redisIsReady }: PrometheusOptions): PrometheusMetrics {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  const { exchanges, durations, replays, limits, inFlight } = createRequestMetrics(registers)
  if (redisIsReady !== undefined) watchRedis(registers, redisIsReady)
  return {
    contentType: registry.contentType,
    toText: () => registry.metrics(),
    answered({ outcome, durationMs, replayed }) {
      exchanges.inc({ outcome })
      durations.observe(durationMs / 1000)
      if (replayed) replays.inc()
    },
    limited(limit) {
      limits.inc({ limit })
    },
    inFlight(count) {
      inFlight.set(count)
    },
    wechat: createEventCounter(registers),
  }
}
