export {
  ConfigError,
  readConfig,
  withEnvFile,
  type Config,
  type ConfigProblem,
  type TrustProxy,
} from '@uni-phone/config'
export { createApp, type App, type AppDependencies } from './app'
export { runServer, startServer, type Extension, type OpenExtension, type RunningServer } from './boot'
export { ListenError, StartError } from './errors'
export { toExchangeProblem, type PhoneNumberEvent, type PhoneNumberHandler } from './exchange'
export { createMemoryAnswerStore, type Answer, type AnswerStore, type Json, type VerifiedPhone } from './idempotency'
export { createReadiness, type Log, type Metrics, type Readiness } from './observability'
export { createRateLimit, type RateLimit } from './rate-limit'
