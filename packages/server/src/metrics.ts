/** Metrics for Prometheus, and the listener that serves them: an entry of its own, as it loads a library that not everyone needs. */
export {
  createPrometheusMetrics,
  type PrometheusMetrics,
  type PrometheusOptions,
} from './observability/prometheus-metrics'
export { startMetricsServer, type MetricsServer, type MetricsServerOptions } from './observability'
