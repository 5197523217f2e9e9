import type { AccountSettings, Quotas } from './accounts/index'
import type {
  EncryptedPhoneNumber,
  EncryptedPhoneNumberUser,
  LoginCodeUser,
  PhoneCodeUser,
  TestUserSettings,
} from './codes/index'
import { createControl } from './control/index'
import { createApi } from './endpoints/index'
import type { FaultOrder, Weather } from './faults/index'
import { createFetch } from './server/index'
import {
  createCommands,
  createStores,
  type EmulatorOptions,
  type EmulatorState,
  type IssuedCode,
  readOptions,
  type Snapshot,
} from './state/index'
import type { Quirks, RecordedRequest } from './wire/index'

/** WeChat's mini program API in this process. The functions may be destructured. */
export interface Emulator {
  /** Answers a request to WeChat's API, whatever its host, or to the control API. If a fault breaks the connection it rejects with a TypeError, as `fetch` does. */
  readonly fetch: (request: Request) => Promise<Response>
  /** Advances the emulator's clock by milliseconds. */
  readonly advance: (ms: number) => void
  /** Creates the code that a tap on the phone number button gives: 64 hex digits, good for one exchange. */
  readonly createPhoneCode: (user?: PhoneCodeUser) => IssuedCode
  /** Creates the code that `wx.login` gives: 32 characters, good for one session. */
  readonly createLoginCode: (user?: LoginCodeUser) => IssuedCode
  /** Creates what the button gives before base library 2.21.2: the number, encrypted with the session_key of a login code. */
  readonly createEncryptedPhoneNumber: (user: EncryptedPhoneNumberUser) => EncryptedPhoneNumber
  /** Replaces the test user; `{}` restores the original one. */
  readonly setTestUser: (user: TestUserSettings) => void
  /** Changes an account, or opens one for a new AppID; 100 at most. */
  readonly setAccount: (account: AccountSettings) => void
  /** Changes quotas; those that are not named stay as they are. */
  readonly setQuotas: (quotas: Quotas) => void
  readonly setQuirks: (quirks: Quirks) => void
  /** Makes the next `times` requests to `path` fail; faults for one path are met one after another, oldest first. */
  readonly addFault: (order: FaultOrder) => { id: string }
  readonly clearFaults: () => void
  /** Makes requests fail by probability and answers late; `calm` ends it. Armed faults come first. */
  readonly setWeather: (weather: Weather) => void
  /** Ends every access token now, as a reset of the AppSecret does, or one by its id: it gets 40001 from now on. */
  readonly revokeTokens: (which?: { id?: string }) => void
  /** Resets everything, including the advanced clock, to the start. With a seed the same codes and tokens come again. */
  readonly reset: () => void
  /** Returns everything the emulator holds, with codes, tokens, secrets and numbers in clear. */
  readonly snapshot: () => Snapshot
  /** Restores a snapshot: its codes and tokens work again, as far as they have not expired since. */
  readonly restore: (snapshot: Snapshot) => void
  /** Returns the last 1,000 requests to WeChat's API, oldest first, with everything secret masked. */
  readonly requests: () => RecordedRequest[]
  /** Returns the state of the emulator, with everything secret masked. */
  readonly state: () => EmulatorState
}

export function createParts(options: EmulatorOptions) {
  const settings = readOptions(options)
  const { log } = settings
  const stores = createStores(settings)
  const api = createApi(stores, log)
  const commands = createCommands(stores, settings)
  const control = createControl({
    commands,
    changes: stores.changes,
    log,
  })
  const emulator: Emulator = { ...commands, fetch: createFetch(api, control) }
  return { emulator, commands, api, control, log }
}

/**
 * Creates WeChat's mini program API without a network. Throws a TypeError for a bad option; the functions it returns
 * throw an `EmulatorError` with code `invalid_input`, whose message says what to give.
 * @see https://developers.weixin.qq.com/miniprogram/dev/server/API/
 */
export function createEmulator(options: EmulatorOptions = {}): Emulator {
  return createParts(options).emulator
}
