import { isIP } from 'node:net'
import { invalid, isVisible, readFields } from '../core/index'
import { type ApiSecurity, isApiSecurity } from './api-security'
import { isPackList, type Pack } from './packs'
import type { QuotaBook, QuotaName } from './quotas'

const MAX_ACCOUNTS = 100
const MAX_ADDRESSES = 1_000

/** One mini program and what its account may do. */
export interface AccountSettings {
  readonly appid: string
  /** Required for a new AppID. */
  readonly secret?: string
  /** IP addresses that may ask for an access token; any other gets 40164. null allows all. @default null */
  readonly ipAllowList?: string[] | null
  /** Permission for `getuserphonenumber`. Without it, as for an unverified account, the call gets 48001. @default true */
  readonly phoneNumberPermission?: boolean
  /** Frozen AppSecret: both token endpoints answer 40243. @default false */
  readonly secretFrozen?: boolean
  /** Keys of API security: signed and encrypted requests are then required. @default null */
  readonly security?: ApiSecurity | null
  /** Packs of calls that were bought: taps on the button use them up. null means unlimited. @default null */
  readonly packs?: readonly Pack[] | null
}

const COUNTED = [
  'tokensPerDay',
  'stableTokensPerMinute',
  'stableTokensPerDay',
  'forcedRefreshesPerDay',
  'phoneNumbersPerMinute',
  'phoneNumbersPerDay',
] as const satisfies QuotaName[]

/** An account without its secret. */
export interface AccountState extends Required<Omit<AccountSettings, 'secret' | 'security'>> {
  /** True if signed and encrypted requests are required. */
  readonly security: boolean
  /** Calls spent in the current minute or day, for each quota that has a limit. */
  readonly used: Record<(typeof COUNTED)[number], number>
}

const USAGE =
  'send {appid, secret?, ipAllowList?, phoneNumberPermission?, secretFrozen?, security?, packs?}: appid and secret are 1 to 128 visible ASCII characters (a new appid needs a secret), ipAllowList is a list of at most 1000 IP addresses or null, security has the keys of API security, packs is a list of {all, used?, spuId?, startTime?, endTime?} or null, the others are booleans'

function isAddressList(value: unknown): boolean {
  if (!Array.isArray(value) || value.length > MAX_ADDRESSES) return false
  return value.every((address) => typeof address === 'string' && isIP(address) !== 0)
}

const isBoolean = (value: unknown) => typeof value === 'boolean'

const VALIDATORS: Readonly<Record<keyof AccountSettings, (value: unknown) => boolean>> = {
  appid: isVisible,
  secret: isVisible,
  ipAllowList: (value) => value === null || isAddressList(value),
  phoneNumberPermission: isBoolean,
  secretFrozen: isBoolean,
  security: (value) => value === null || isApiSecurity(value),
  packs: (value) => value === null || isPackList(value),
}

function readAccount(value: unknown): AccountSettings {
  const fields = readFields(value, Object.keys(VALIDATORS), USAGE)
  const { appid, ...others } = Object.fromEntries(Object.entries(fields).filter(([, setting]) => setting !== undefined))
  const isValid = Object.entries(VALIDATORS).every(([name, accepts]) => !(name in others) || accepts(others[name]))
  if (!isVisible(appid) || !isValid) throw invalid(USAGE)
  return { ...others, appid }
}

/** Reads the settings of a new account. */
export function readNewAccount(value: unknown): Required<AccountSettings> {
  const { secret, ...given } = readAccount(value)
  if (secret === undefined) throw invalid(USAGE)
  const defaults = { ipAllowList: null, phoneNumberPermission: true, secretFrozen: false, security: null, packs: null }
  return { ...defaults, ...given, secret }
}

/** An account: its settings, and when its stable token was last forced. */
export interface Account extends Required<AccountSettings> {
  forcedAt: number | null
  packs: readonly Pack[] | null
}

export type Accounts = ReturnType<typeof createAccounts>

export function createAccounts(initial: readonly Required<AccountSettings>[], quotas: QuotaBook) {
  let accounts = new Map(
    initial.map((settings): [string, Account] => [settings.appid, { ...settings, forcedAt: null }]),
  )
  const toState = ({ appid, ipAllowList, phoneNumberPermission, secretFrozen, packs, security }: Account) => {
    const used = Object.fromEntries(COUNTED.map((name) => [name, quotas.used(name, appid)]))
    const settings = { ipAllowList, phoneNumberPermission, secretFrozen, packs, security: security !== null }
    return { appid, ...settings, used: used as AccountState['used'] } satisfies AccountState
  }
  return {
    find: (appid: string) => accounts.get(appid),
    list: () => [...accounts.values()].map(toState),
    /** Changes an account or opens a new one. */
    set: (settings: unknown) => {
      const change = readAccount(settings)
      const account = accounts.get(change.appid)
      if (account !== undefined) {
        Object.assign(account, change)
        return
      }
      if (accounts.size >= MAX_ACCOUNTS) throw invalid(`there are ${MAX_ACCOUNTS} accounts: reset first`)
      accounts.set(change.appid, { ...readNewAccount(settings), forcedAt: null })
    },
    dump: (): Account[] => [...accounts.values()],
    restore: (dump: readonly Account[]) => {
      accounts = new Map(dump.map((account) => [account.appid, { ...account }]))
    },
  }
}
