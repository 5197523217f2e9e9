export { createWeChatClient, type WeChatClient } from './client'
export type { TokenFetchCause, WeChatClientEvent } from './client-event'
export type { CallOptions, PhoneNumberOptions, WeChatClientOptions } from './client-options'
export { adviseOnErrcode, KNOWN_ERRCODES, type ErrcodeAdvice } from './errors/errcodes'
export type { LoginSession } from './login/login-session'
export {
  decryptOpenData,
  decryptPhoneInfo,
  type DecryptPhoneOptions,
  type EncryptedData,
} from './phone-number/open-data'
export type { PhoneInfo } from './phone-number/phone-info'
export type { AccessTokenFunction, IssuedToken, TokenRequest } from './access-token/token-sources'
export {
  WeChatError,
  type WeChatEndpoint,
  type WeChatErrorCode,
  type WeChatErrorDetails,
  type WeChatErrorReason,
} from './errors/wechat-error'
