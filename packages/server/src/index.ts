export {
  ConfigError,
  readConfig,
  withEnvFile,
  type Config,
  type ConfigProblem,
  type TrustProxy,
} from '@uni-phone/config'
export type { Answer, AnswerStore, Claim, ClaimedRequest, PhoneAnswer, ProblemAnswer } from './idempotency/store'
export { createApp, type App, type AppDependencies } from './app'
export type { Business, OpenBusiness } from './boot/extension'
export { ListenError } from './errors/listen-error'
export type { Log } from './observability/log'
export { createMemoryAnswerStore, type MemoryAnswerStore } from './idempotency/memory-store'
export type { AnsweredRequest, LimitName, Metrics } from './observability/metrics'
export { startMetricsServer, type MetricsServer, type MetricsServerOptions } from './observability/metrics-server'
export type { Json, PhoneNumberEvent, PhoneNumberHandler, VerifiedPhone } from './exchange/phone-number-handler'
export {
  createPrometheusMetrics,
  type PrometheusMetrics,
  type PrometheusOptions,
} from './observability/prometheus-metrics'
export { createRateLimit, type RateLimit, type RateLimitOptions } from './rate-limit/rate-limit'
export { createReadiness, type Readiness, type ReadinessOptions, type ReadinessState } from './observability/readiness'
export { createRedisAnswerStore, type RedisAnswerStoreOptions } from './idempotency/redis-store'
export { connectRedis, type RedisConnection } from './redis/redis-connection'
export { createSealer, type Sealer } from './redis/encryption'
export { runServer } from './boot/run-server'
export type { SandboxOptions } from './routes/sandbox'
export { startServer, type RunningServer } from './boot/http-server'
export { StartError } from './errors/start-error'
export { toExchangeProblem } from './exchange/wechat-problem'
