export { createMiniProgram, type MiniProgramRun, type Target } from './mini-program'
export { startPhone, type NodeFunctions, type PhoneSetUp } from './start-phone'
export type {
  ButtonInfo,
  ClockMode,
  EnvVersion,
  EventDetail,
  FunctionMode,
  LaunchOptions,
  ModalAnswer,
  ModalOptions,
  NativeRequest,
  NativeResponse,
  NativeResult,
  Phone,
  PhoneSettings,
  RequestRecord,
  RequestResult,
  SetDataRecord,
  SystemInfo,
  Theme,
  UiRecord,
  WxAnswer,
} from './host/index'
export type { MiniProgramElement } from './test-api/index'
export type { Page } from './view/index'
