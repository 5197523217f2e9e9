export { createAskWeChat } from './ask-wechat'
export { type ExchangeResult, Exchanges } from './exchanges'
export { createCallHandler } from './handler-call'
export { EXCHANGE_TIMEOUT_MS, toExchangeLimits } from './limits'
export {
  createFindMiniProgram,
  type FindMiniProgram,
  labelOf,
  type MiniProgram,
  type WeChatClients,
} from './mini-programs'
export type { ExchangeClient } from './minute-limit-breaker'
export type { ExchangeDetails, ExchangeHandler, PhoneNumberEvent, PhoneNumberHandler } from './phone-number-handler'
export { fromWeChat, inProgress, mismatch, storeFull, wechatTimeout } from './problems'
