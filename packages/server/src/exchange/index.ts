export type { NoteFacts } from './exchange-facts'
export {
  createIdempotentExchange,
  type IdempotentExchange,
  inProgress,
  ReplayedError,
  type SettledExchange,
} from './idempotent-exchange'
export { maskPhone } from './mask'
export { breakAtMinuteLimit } from './minute-limit-breaker'
export { createPhoneNumberExchange, type ExchangeClient } from './phone-number-exchange'
export type { PhoneNumberEvent, PhoneNumberHandler } from './phone-number-handler'
export { toExchangeProblem } from './wechat-problem'
