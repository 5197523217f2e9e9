export type {
  AccountSettings,
  AccountState,
  ApiSecurity,
  Pack,
  QuotaLimits,
  Quotas,
  TokenState,
} from './accounts/index'
export type {
  EncryptedPhoneNumber,
  EncryptedPhoneNumberUser,
  ListedCode,
  LoginCodeUser,
  PhoneCodeUser,
  TestUserSettings,
  WorldUser,
} from './codes/index'
export type { LiveEvent } from './control/index'
export { EmulatorError, type EmulatorErrorCode } from './core/index'
export { createEmulator, type Emulator } from './emulator'
export type {
  ArmedFault,
  Conditions,
  Fault,
  FaultKind,
  FaultOrder,
  Weather,
  WeatherName,
  WeatherState,
} from './faults/index'
export { type RunningEmulator, startEmulator, type StartOptions } from './start'
export {
  type EmulatorOptions,
  type EmulatorState,
  type IssuedCode,
  SANDBOX_APP_ID,
  SANDBOX_APP_SECRET,
  type Snapshot,
  type World,
} from './state/index'
export { type Quirks, type RecordedRequest, WECHAT_ERRCODES, WECHAT_ROUTES } from './wire/index'
