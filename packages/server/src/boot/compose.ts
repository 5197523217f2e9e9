import type { Config } from '@uni-phone/config'
import { createWeChatClient, type WeChatClientEvent } from '@uni-phone/wechat'
import { type App, createApp } from '../app'
import {
  createClientEventLog,
  createReadiness,
  loadPrometheusMetrics,
  type Log,
  type Metrics,
  NO_METRICS,
  type PrometheusMetrics,
  type Readiness,
} from '../observability'
import { type Extension, logHandlerErrors } from './extension'
import { openSharedState, type SharedState } from './shared-state'

/** The app a configuration asks for, and what ends its connections. */
export interface Composition {
  readonly app: App
  readonly readiness: Readiness
  /** Absent: nobody asked for them. */
  readonly metrics: PrometheusMetrics | undefined
  close: () => Promise<void>
}

/** A watcher asks again soon: it must not pile up requests while WeChat is silent. */
const READINESS_TIMEOUT_MS = 2_000

async function createMetrics(config: Config, { redisIsReady }: SharedState): Promise<PrometheusMetrics | undefined> {
  if (config.metricsPort === undefined) return undefined
  const { createPrometheusMetrics } = await loadPrometheusMetrics()
  return createPrometheusMetrics({ redisIsReady })
}

function createClient({ appId, appSecret, wechatBaseUrl, tokenEndpoint }: Config, log: Log, metrics: Metrics) {
  const logEvent = createClientEventLog(log)
  const onEvent = (event: WeChatClientEvent): void => {
    logEvent(event)
    metrics.wechat(event)
  }
  return createWeChatClient({ appId, appSecret, baseUrl: wechatBaseUrl, accessToken: tokenEndpoint, onEvent })
}

function settingsOf(config: Config) {
  const { mode, appId, wechatBaseUrl, requestTimeoutMs, responseForm, corsOrigins, trustProxy } = config
  const sandbox = mode === 'sandbox' ? { baseUrl: wechatBaseUrl, appId } : undefined
  const legacyAppId = config.legacyPhoneNumber ? appId : undefined
  return { requestTimeoutMs, responseForm, corsOrigins, trustProxy, sandbox, legacyAppId }
}

/** Puts an app together as a configuration says, with the owner's own in it. */
export async function compose(config: Config, log: Log, extension: Extension): Promise<Composition> {
  const shared = await openSharedState(config, log)
  const { answers, rateLimit, refusalLimit, redisIsReady, disconnect } = shared
  const metrics = await createMetrics(config, shared)
  const wechat = createClient(config, log, metrics ?? NO_METRICS)
  const getAccessToken = (): Promise<string> => wechat.getAccessToken({ timeoutMs: READINESS_TIMEOUT_MS })
  const readiness = createReadiness({ getAccessToken, redisIsReady })
  const { onPhoneNumber, wrapApp = (app: App) => app } = extension
  const handler = onPhoneNumber && config.mode === 'sandbox' ? logHandlerErrors(onPhoneNumber, log) : onPhoneNumber
  const parts = { wechat, onPhoneNumber: handler, answers, rateLimit, refusalLimit, readiness, metrics, log }
  return {
    app: wrapApp(createApp({ ...parts, ...settingsOf(config) })),
    readiness,
    metrics,
    async close() {
      disconnect()
      await wechat.close()
    },
  }
}
