export { adviseOnError, RID_DIAGNOSIS_URL, type Advice } from './advice'
export { adviseOnErrcode, KNOWN_ERRCODES, type ErrcodeAdvice } from './errcodes'
export {
  WeChatError,
  type WeChatEndpoint,
  type WeChatErrorCode,
  type WeChatErrorDetails,
  type WeChatErrorReason,
} from './wechat-error'
