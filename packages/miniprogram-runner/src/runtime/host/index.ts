export { WxCalls, WxFailure, type ListenerList, type ReportError, type WxFunctions, type WxOptions } from './calls'
export { Clock, type ClockMode, type TimerId } from './clock'
export { Delivery, type WxAnswer } from './delivery'
export type { EnvVersion, FunctionMode, LaunchOptions, PhoneSettings, SystemInfo, Theme } from './options'
export type {
  BodyEncoding,
  ButtonInfo,
  EventDetail,
  ModalAnswer,
  ModalOptions,
  NativeRequest,
  NativeResponse,
  NativeResult,
  PageAppearance,
  Phone,
} from './phone'
export {
  createProblemLog,
  createRecords,
  describe,
  toText,
  type ProblemLog,
  type Records,
  type RequestRecord,
  type RequestResult,
  type SetDataRecord,
  type UiRecord,
} from './records'
