import { randomBytes } from 'node:crypto'
import { type AccountSettings, readNewAccount } from './accounts/account-settings'
import type { TestUserSettings } from './codes/test-user'
import { EmulatorError } from './emulator-error'
import { isVisible } from './input'
import { DEFAULT_QUIRKS, type Quirks, readQuirks } from './quirks'
import { DEFAULT_QUOTAS, type QuotaLimits, type Quotas, readQuotas } from './quotas/quotas'
import { type RandomBytes, seededBytes } from './random'

/** The AppID the emulator answers to unless it is given another. */
export const SANDBOX_APP_ID = 'wx0000000000000000'

/** The AppSecret that belongs to {@link SANDBOX_APP_ID}: public, and worth nothing anywhere else. */
export const SANDBOX_APP_SECRET = '0123456789abcdef0123456789abcdef'

/** What {@link createEmulator} can be told; all of it has defaults. */
export interface EmulatorOptions {
  /** The emulator's own AppID: that of codes which name none. @default 'wx0000000000000000' */
  appId?: string
  /** The AppSecret of that AppID. @default SANDBOX_APP_SECRET */
  appSecret?: string
  /** Further AppIDs it answers to, or what the own one may do. @default none */
  accounts?: AccountSettings[]
  /** Whose codes are made where nobody is named. */
  testUser?: TestUserSettings
  /** How often each thing may be done. */
  quotas?: Quotas
  /** Known differences between WeChat and its documentation. */
  quirks?: Quirks
  /** With a seed, all codes, tokens and ids are the same in each run, and so may be guessed. @default none */
  seed?: string
  /** The time, in milliseconds since 1970; `advance` adds to it. @default Date.now */
  now?: () => number
  /** Where codes, tokens and request ids come from, unless there is a seed. @default node:crypto's randomBytes */
  randomBytes?: RandomBytes
  /** Gets one line for whatever the developer should know; no line holds a secret. @default console.warn */
  log?: (line: string) => void
}

export interface Settings {
  /** The emulator's own AppID. */
  appId: string
  accounts: Required<AccountSettings>[]
  testUser: TestUserSettings
  quotas: QuotaLimits
  quirks: Required<Quirks>
  createBytes: () => RandomBytes
  now: () => number
  log: (line: string) => void
}

export function readOptions(options: EmulatorOptions): Settings {
  const { seed, now = Date.now, log = console.warn, testUser = {} } = options
  const own = { appid: options.appId ?? SANDBOX_APP_ID, secret: options.appSecret ?? SANDBOX_APP_SECRET }
  if (!isVisible(own.appid)) throw new TypeError('appId must be 1 to 128 visible ASCII characters')
  if (!isVisible(own.secret)) throw new TypeError('appSecret must be 1 to 128 visible ASCII characters')
  const bytes = options.randomBytes ?? randomBytes
  return {
    appId: own.appid,
    accounts: readOption('accounts', () => readAccounts(own, options.accounts ?? [])),
    testUser,
    quotas: { ...DEFAULT_QUOTAS, ...readOption('quotas', () => readQuotas(options.quotas ?? {})) },
    quirks: { ...DEFAULT_QUIRKS, ...readOption('quirks', () => readQuirks(options.quirks ?? {})) },
    createBytes: () => (seed === undefined ? bytes : seededBytes(seed)),
    now,
    log,
  }
}

function readAccounts(own: AccountSettings, given: AccountSettings[]): Required<AccountSettings>[] {
  const ownSettings = given.find(({ appid }) => appid === own.appid)
  const others = given.filter((settings) => settings !== ownSettings)
  return [{ ...own, ...ownSettings }, ...others].map(readNewAccount)
}

/** A bad option is a mistake in a program: a TypeError. */
export function readOption<Value>(name: string, read: () => Value): Value {
  try {
    return read()
  } catch (error) {
    throw error instanceof EmulatorError ? new TypeError(`${name}: ${error.message}`) : error
  }
}
