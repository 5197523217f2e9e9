import type { Config } from '@uni-phone/config'
import type { WeChatClient } from '@uni-phone/wechat'
import { openAccounts } from '../accounts'
import { type App, createApp } from '../app'
import { labelOf, type WeChatClients } from '../exchange'
import {
  createReadiness,
  loadPrometheusMetrics,
  type Log,
  type Metrics,
  NO_METRICS,
  type PrometheusMetrics,
  type Readiness,
} from '../observability'
import { QuotaWatch, type QuotaWatchOptions } from '../quota'
import { type Extension, logHandlerErrors } from './extension'
import { openSharedState, type SharedState } from './shared-state'
import { createWeChatClients } from './wechat-clients'

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

/** With one mini program the answer has no list. */
function toTokenChecks(clients: ReadonlyMap<string, WeChatClient>) {
  const checks = [...clients].map(
    ([appId, client]) => [appId, () => client.getAccessToken({ timeoutMs: READINESS_TIMEOUT_MS })] as const,
  )
  const [only, ...others] = checks
  return only !== undefined && others.length === 0 ? only[1] : new Map(checks)
}

/** The sandbox does not check the AppID: a phone may preview it with any. */
function toExchangeClients({ mode }: Config, clients: ReadonlyMap<string, WeChatClient>): WeChatClients {
  const [first] = clients.values()
  return mode === 'sandbox' && first !== undefined ? first : clients
}

function watchQuotas(
  { apps }: Config,
  clients: ReadonlyMap<string, WeChatClient>,
  parts: Omit<QuotaWatchOptions, 'programs'>,
): QuotaWatch | undefined {
  const programs = apps.flatMap(({ appId, quotaSpuId: spuId }) => {
    const wechat = clients.get(appId)
    if (spuId === undefined || wechat === undefined) return []
    return [{ appId, label: labelOf(appId, apps.length), spuId, wechat }]
  })
  if (programs.length === 0) return undefined
  const watch = new QuotaWatch({ programs, ...parts })
  watch.start()
  return watch
}

/** Composes an app from a configuration and an extension. Rejects with a `StartError` if a part cannot be used. */
export async function compose(config: Config, log: Log, extension: Extension): Promise<Composition> {
  const { mode, apps, legacyPhoneNumber } = config
  const { appId, baseUrls } = apps[0]
  const { onPhoneNumber, routes, hooks = {} } = extension
  const later: { metrics?: Metrics | undefined } = {}
  const shared = await openSharedState(config, log, () => later.metrics ?? NO_METRICS)
  const metrics = await createMetrics(config, shared)
  later.metrics = metrics
  const accounts = await openAccounts(config, hooks, log)
  const clients = createWeChatClients(config, log, metrics ?? NO_METRICS)
  const quotas = watchQuotas(config, clients, { store: shared.quotaStore, log, metrics: metrics ?? NO_METRICS })
  const readiness = createReadiness({
    getAccessToken: toTokenChecks(clients),
    redisIsReady: shared.redisIsReady,
    checkAccounts: accounts?.check,
  })
  const app = createApp({
    ...config,
    ...shared,
    accounts,
    routes,
    wechat: toExchangeClients(config, clients),
    onPhoneNumber: onPhoneNumber && mode === 'sandbox' ? logHandlerErrors(onPhoneNumber, log) : onPhoneNumber,
    legacyAppId: legacyPhoneNumber ? appId : undefined,
    sandbox: mode === 'sandbox' ? { baseUrl: baseUrls[0], appId } : undefined,
    readiness,
    metrics,
    log,
  })
  return {
    app,
    readiness,
    metrics,
    async close() {
      quotas?.stop()
      shared.disconnect()
      await accounts?.close()
      await Promise.all([...clients.values()].map((client) => client.close()))
    },
  }
}
