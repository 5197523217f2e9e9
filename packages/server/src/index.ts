export {
  ConfigError,
  readConfig,
  withEnvFile,
  type Config,
  type ConfigProblem,
  type TrustProxy,
} from '@uni-phone/config'
export type { Answer, AnswerStore, Claim, ClaimedRequest, PhoneAnswer, ProblemAnswer } from './answer-store'
export { createApp, type App, type AppDependencies } from './app'
export type { Business, OpenBusiness } from './business'
export { ListenError } from './listen-error'
export type { Log } from './log'
export { createMemoryAnswerStore, type MemoryAnswerStore } from './memory-answer-store'
export type { AnsweredRequest, LimitName, Metrics } from './metrics'
export { startMetricsServer, type MetricsServer, type MetricsServerOptions } from './metrics-server'
export type { Json, PhoneNumberEvent, PhoneNumberHandler, VerifiedPhone } from './phone-number-handler'
export { createPrometheusMetrics, type PrometheusMetrics, type PrometheusOptions } from './prometheus-metrics'
export { createRateLimit, type RateLimit, type RateLimitOptions } from './rate-limit'
export { createReadiness, type Readiness, type ReadinessOptions, type ReadinessState } from './readiness'
export { createRedisAnswerStore, type RedisAnswerStoreOptions } from './redis-answer-store'
export { connectRedis, type RedisConnection } from './redis-connection'
export { createSealer, type Sealer } from './sealer'
export { runServer } from './run-server'
export type { SandboxOptions } from './sandbox-route'
export { startServer, type RunningServer } from './server'
export { StartError } from './start-error'
export { toExchangeProblem } from './wechat-problem'
