export { describeError, type Log, type LogFields, NO_LOG_FIELDS, SILENT } from './log'
export { createLogWriter } from './log-writer'
export { type LimitName, type Metrics, NO_METRICS } from './metrics'
export { type MetricsServer, type MetricsServerOptions, startMetricsServer } from './metrics-server'
export type { PrometheusMetrics } from './prometheus-metrics'
export {
  createReadiness,
  type Readiness,
  READINESS_PATH,
} from './readiness'
export { createClientEventLog, logWeChatError } from './wechat-log'

/** Loads the metrics for Prometheus, and their library, only where they are asked for. */
export const loadPrometheusMetrics = () => import('./prometheus-metrics')
