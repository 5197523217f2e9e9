export { CHROMIUM_MISSING, launchChromium } from './browser/index'
export { compileMiniProgram, type CompileOptions } from './compile/index'
export type { CompiledMiniProgram, Diagnostic, DiagnosticKind, DiagnosticLevel } from './format/index'
export {
  runInChromium,
  type ChromiumMiniProgram,
  type ChromiumRecords,
  type ChromiumRunOptions,
} from './hosts/chromium/index'
export { runInNode, type MiniProgram, type PhoneAnswers, type RunOptions } from './hosts/node/index'
export type {
  ButtonInfo,
  ClockMode,
  EnvVersion,
  EventDetail,
  FunctionMode,
  LaunchOptions,
  MiniProgramElement,
  ModalAnswer,
  ModalOptions,
  Page as MiniProgramPage,
  PhoneSettings,
  RequestRecord,
  RequestResult,
  SetDataRecord,
  SystemInfo,
  Target,
  Theme,
  UiRecord,
  WxAnswer,
} from './runtime/index'
