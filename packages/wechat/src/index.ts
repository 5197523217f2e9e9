export { createWeChatClient, type WeChatClient } from './client'
export type { TokenFetchCause, WeChatClientEvent } from './client-event'
export type { CallOptions, PhoneNumberOptions, WeChatClientOptions } from './client-options'
export { adviseOnErrcode, KNOWN_ERRCODES, type ErrcodeAdvice } from './errcodes'
export type { LoginSession } from './login-session'
export { decryptOpenData, decryptPhoneInfo, type DecryptPhoneOptions, type EncryptedData } from './open-data'
export type { PhoneInfo } from './phone-info'
export type { AccessTokenFunction, IssuedToken, TokenRequest } from './token-source'
export {
  WeChatError,
  type WeChatEndpoint,
  type WeChatErrorCode,
  type WeChatErrorDetails,
  type WeChatErrorReason,
} from './wechat-error'
