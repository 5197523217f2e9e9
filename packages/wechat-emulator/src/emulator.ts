import type { AccountSettings } from './accounts/account-settings'
import type { Api } from './api/api'
import type { RecordedRequest } from './api/request-log'
import { createWeChatApi } from './api/wechat-api'
import type { LoginCodeUser, PhoneCodeUser } from './codes/code-user'
import type { EncryptedPhoneNumber, EncryptedPhoneNumberUser } from './codes/encrypted-phone-number'
import type { TestUserSettings } from './codes/test-user'
import { createCommands, type IssuedCode } from './commands'
import { type Control, createControl } from './control/control'
import type { FaultOrder } from './faults/fault'
import { type EmulatorOptions, readOptions } from './options'
import type { Quirks } from './quirks'
import type { Quotas } from './quotas/quotas'
import type { EmulatorState } from './state'
import { createStores } from './stores'
import { createFetch } from './transport/fetch'

/** WeChat's mini program API in this process. All functions can be taken out of the object. */
export interface Emulator {
  /** Answers a request to WeChat's API, whatever its host, or to the control API. A connection that a fault breaks rejects, as `fetch` does, with a TypeError. */
  fetch: (request: Request) => Promise<Response>
  /** Moves the emulator's clock forward by milliseconds. */
  advance: (ms: number) => void
  /** What a tap on the phone number button gives: 64 hex digits, good for one exchange. */
  createPhoneCode: (user?: PhoneCodeUser) => IssuedCode
  /** What `wx.login` gives: 32 characters, good for one session. */
  createLoginCode: (user?: LoginCodeUser) => IssuedCode
  /** What the button gives to a base library before 2.21.2: the number, encrypted with the session_key of a login code. */
  createEncryptedPhoneNumber: (user: EncryptedPhoneNumberUser) => EncryptedPhoneNumber
  /** Puts another person in the place of the test user; `{}` brings the first one back. */
  setTestUser: (user: TestUserSettings) => void
  /** Changes what an account may do, or opens one for a new AppID; 100 in all. */
  setAccount: (account: AccountSettings) => void
  /** Changes quotas; those that are not named stay as they are. */
  setQuotas: (quotas: Quotas) => void
  setQuirks: (quirks: Quirks) => void
  /** Makes the next `times` requests to `path` go wrong; faults for one path come one after the other, oldest first. */
  addFault: (order: FaultOrder) => { id: string }
  clearFaults: () => void
  /** Ends every access token now, as a reset of the AppSecret does, or one by its id: it is answered 40001 from here on. */
  revokeTokens: (which?: { id?: string }) => void
  /** As if newly started: forgets everything, the moved clock included. With a seed the same codes and tokens come again. */
  reset: () => void
  /** The last 1,000 requests to WeChat's API, oldest first, with nothing secret in them. */
  requests: () => RecordedRequest[]
  /** What the emulator holds, with nothing secret in it. */
  state: () => EmulatorState
}

export interface EmulatorParts {
  emulator: Emulator
  api: Api
  control: Control
  log: (line: string) => void
}

/**
 * WeChat's mini program API without a network. Throws a TypeError for a bad option; what it returns throws an
 * `EmulatorError` of code `invalid_input`, whose message says what to give.
 * @see https://developers.weixin.qq.com/miniprogram/dev/server/API/
 */
export function createEmulator(options: EmulatorOptions = {}): Emulator {
  return createParts(options).emulator
}

export function createParts(options: EmulatorOptions): EmulatorParts {
  const settings = readOptions(options)
  const { log } = settings
  const stores = createStores(settings)
  const api = createWeChatApi(stores, log)
  const commands = createCommands(stores, settings)
  const control = createControl({ commands, changes: stores.changes, log })
  return { emulator: { ...commands, fetch: createFetch(api, control) }, api, control, log }
}
