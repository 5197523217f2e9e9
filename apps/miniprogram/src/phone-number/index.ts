export { ApiError, badReply, isJsonObject } from './api/api-error'
export type { PhoneNumberResponse } from './api/api-types'
export { type ApiRequest, createHttpClient, type HttpClient } from './api/http-client'
export { type Failure, isHelpedByAnotherNumber, type NextStep, type Outcome } from './authorization/outcome'
export type { PhoneAuthorization } from './authorization/phone-authorization'
export { type AuthorizationState, type AuthorizedPhone, canRetry } from './authorization/state'
export { type Language, OUTCOME_TEXTS, outcomeText, readLanguage } from './texts'
export { type Clock, systemClock } from './clock'
export {
  phoneAuthorization,
  type PhoneAuthorizationSettings,
  usePhoneAuthorization,
} from './use-phone-authorization'
export { createLoginCode, type LoginCode } from './wechat/login-code'
export type { PhoneNumberDetail, PhoneNumberEvent } from './wechat/phone-number-event'
