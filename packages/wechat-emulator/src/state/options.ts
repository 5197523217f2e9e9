import { randomBytes } from 'node:crypto'
import {
  type AccountSettings,
  DEFAULT_QUOTAS,
  type QuotaLimits,
  type Quotas,
  readNewAccount,
  readQuotas,
} from '../accounts/index'
import { readTestUser, type TestUserSettings, type WorldUser } from '../codes/index'
import { EmulatorError, isVisible, type RandomBytes, seededBytes } from '../core/index'
import { DEFAULT_QUIRKS, type Quirks, readQuirks } from '../wire/index'

/** Default AppID of the emulator. */
export const SANDBOX_APP_ID = 'wx0000000000000000'

/** AppSecret of {@link SANDBOX_APP_ID}: public, and worthless anywhere else. */
export const SANDBOX_APP_SECRET = '0123456789abcdef0123456789abcdef'

/** Options of {@link createEmulator}, all optional. */
export interface EmulatorOptions {
  /** The emulator's own AppID: the AppID of codes that name none. @default 'wx0000000000000000' */
  readonly appId?: string
  /** AppSecret of that AppID. @default SANDBOX_APP_SECRET */
  readonly appSecret?: string
  /** Further AppIDs, or settings of the own one. @default [] */
  readonly accounts?: AccountSettings[]
  /** Default user of new codes. */
  readonly testUser?: TestUserSettings
  /** Limits of calls per minute or day. */
  readonly quotas?: Quotas
  /** Known differences between WeChat and its documentation. */
  readonly quirks?: Quirks
  /** Makes all codes, tokens and ids the same in each run, and so predictable. @default no seed */
  readonly seed?: string
  /** Current time in milliseconds since 1970; `advance` adds to it. @default Date.now */
  readonly now?: () => number
  /** Source of codes, tokens and request ids, unless there is a seed. @default randomBytes of node:crypto */
  readonly randomBytes?: RandomBytes
  /** Receives one line for whatever the developer should know; no line holds a secret. @default console.warn */
  readonly log?: (line: string) => void
}

export interface Settings {
  /** The emulator's own AppID. */
  readonly appId: string
  readonly accounts: Required<AccountSettings>[]
  readonly testUser: TestUserSettings
  readonly users: readonly WorldUser[]
  readonly quotas: QuotaLimits
  readonly quirks: Required<Quirks>
  readonly createBytes: () => RandomBytes
  readonly isSeeded: boolean
  readonly now: () => number
  readonly log: (line: string) => void
}

/** Turns the error for a bad option into a TypeError: it is a mistake in a program. */
export function readOption<Value>(name: string, read: () => Value): Value {
  try {
    return read()
  } catch (error) {
    throw error instanceof EmulatorError ? new TypeError(`${name}: ${error.message}`) : error
  }
}

function readAccounts(own: AccountSettings, given: AccountSettings[]): Required<AccountSettings>[] {
  const ownSettings = given.find(({ appid }) => appid === own.appid)
  const others = given.filter((settings) => settings !== ownSettings)
  return [{ ...own, ...ownSettings }, ...others].map(readNewAccount)
}

export function readOptions(options: EmulatorOptions): Settings {
  const { seed, now = Date.now, log = console.warn } = options
  const own = { appid: options.appId ?? SANDBOX_APP_ID, secret: options.appSecret ?? SANDBOX_APP_SECRET }
  if (!isVisible(own.appid)) throw new TypeError('appId must be 1 to 128 visible ASCII characters')
  if (!isVisible(own.secret)) throw new TypeError('appSecret must be 1 to 128 visible ASCII characters')
  const bytes = options.randomBytes ?? randomBytes
  return {
    appId: own.appid,
    accounts: readOption('accounts', () => readAccounts(own, options.accounts ?? [])),
    testUser: readOption('testUser', () => readTestUser(options.testUser ?? {})),
    users: [],
    quotas: { ...DEFAULT_QUOTAS, ...readOption('quotas', () => readQuotas(options.quotas ?? {})) },
    quirks: { ...DEFAULT_QUIRKS, ...readOption('quirks', () => readQuirks(options.quirks ?? {})) },
    createBytes: () => (seed === undefined ? bytes : seededBytes(seed)),
    isSeeded: seed !== undefined,
    now,
    log,
  }
}
