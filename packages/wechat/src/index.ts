export type {
  AccessTokenFunction,
  IssuedToken,
  TokenFetchCause,
  TokenRequest,
  TokenServerOptions,
} from './access-token'
export type { ApiSecurityOptions } from './api-security'
export { createWeChatClient, type WeChatClient } from './client'
export type { CallOptions, PhoneNumberOptions, WeChatClientEvent, WeChatClientOptions } from './client-options'
export {
  adviseOnErrcode,
  adviseOnError,
  KNOWN_ERRCODES,
  RID_DIAGNOSIS_URL,
  WeChatError,
  type Advice,
  type ErrcodeAdvice,
  type WeChatEndpoint,
  type WeChatErrorCode,
  type WeChatErrorDetails,
  type WeChatErrorReason,
} from './errors'
export type { LoginSession } from './login-session'
export {
  decryptOpenData,
  decryptPhoneInfo,
  type DecryptPhoneOptions,
  type EncryptedData,
  type PhoneInfo,
  type PhoneNumberResult,
} from './phone-number'
export { PHONE_NUMBER_SPU_IDS, type QuotaPackage, type QuotaUsage } from './quota-usage'
