import type { Config } from '@uni-phone/config'
import { createWeChatClient, type WeChatClientEvent } from '@uni-phone/wechat'
import { openAccounts } from '../accounts'
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

/** The app that a configuration asks for, and what belongs to it. */
export interface Composition {
  readonly app: App
  readonly readiness: Readiness
  /** @default no metrics are configured */
  readonly metrics: PrometheusMetrics | undefined
  /** Closes the connections. */
  readonly close: () => Promise<void>
}

/** Readiness probes repeat every few seconds; fail fast so that they do not pile up while WeChat hangs. */
const READINESS_TIMEOUT_MS = 2_000

async function createMetrics(config: Config, shared: SharedState): Promise<PrometheusMetrics | undefined> {
  if (config.metricsPort === undefined) return undefined
  const { createPrometheusMetrics } = await loadPrometheusMetrics()
  return createPrometheusMetrics(shared)
}

function createClient({ appId, appSecret, wechatBaseUrl, tokenEndpoint }: Config, log: Log, metrics: Metrics) {
  const logEvent = createClientEventLog(log)
  const onEvent = (event: WeChatClientEvent): void => {
    logEvent(event)
    metrics.wechat(event)
  }
  return createWeChatClient({ appId, appSecret, baseUrl: wechatBaseUrl, accessToken: tokenEndpoint, onEvent })
}

/** Composes an app from a configuration and an extension. Rejects with a `StartError` if a part cannot be used. */
export async function compose(config: Config, log: Log, extension: Extension): Promise<Composition> {
  const { mode, appId, wechatBaseUrl, legacyPhoneNumber } = config
  const { onPhoneNumber, routes, hooks = {} } = extension
  const later: { metrics?: Metrics | undefined } = {}
  const shared = await openSharedState(config, log, () => later.metrics ?? NO_METRICS)
  const metrics = await createMetrics(config, shared)
  later.metrics = metrics
  const accounts = await openAccounts(config, hooks, log)
  const wechat = createClient(config, log, metrics ?? NO_METRICS)
  const getAccessToken = (): Promise<string> => wechat.getAccessToken({ timeoutMs: READINESS_TIMEOUT_MS })
  const readiness = createReadiness({ getAccessToken, redisIsReady: shared.redisIsReady })
  const app = createApp({
    ...config,
    ...shared,
    accounts,
    routes,
    wechat,
    onPhoneNumber: onPhoneNumber && mode === 'sandbox' ? logHandlerErrors(onPhoneNumber, log) : onPhoneNumber,
    legacyAppId: legacyPhoneNumber ? appId : undefined,
    sandbox: mode === 'sandbox' ? { baseUrl: wechatBaseUrl, appId } : undefined,
    readiness,
    metrics,
    log,
  })
  return {
    app,
    readiness,
    metrics,
    async close() {
      shared.disconnect()
      await accounts?.close()
      await wechat.close()
    },
  }
}
