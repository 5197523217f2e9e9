import { isIP } from 'node:net'
import { invalid, isVisible, readFields } from '../input'

/** One mini program, and what its account may do. */
export interface AccountSettings {
  appid: string
  /** An AppID that is new needs one. */
  secret?: string
  /** The addresses that may ask for an access token; any other is 40164. null: all may. @default null */
  ipAllowList?: string[] | null
  /** Whether `getuserphonenumber` is granted: without, as for an account that is not verified, it is 48001. @default true */
  phoneNumberPermission?: boolean
  /** Whether the AppSecret is frozen: if so, both token endpoints are 40243. @default false */
  secretFrozen?: boolean
}

const USAGE =
  'send {appid, secret?, ipAllowList?, phoneNumberPermission?, secretFrozen?}: appid and secret are 1 to 128 visible ASCII characters (a new appid needs a secret), ipAllowList is a list of at most 1000 IP addresses or null, the others are booleans'
const NAMES = ['appid', 'secret', 'ipAllowList', 'phoneNumberPermission', 'secretFrozen']
const MAX_ADDRESSES = 1_000

const READABLE: Readonly<Record<string, (value: unknown) => boolean>> = {
  appid: isVisible,
  secret: isVisible,
  ipAllowList: (value) => value === null || isAddressList(value),
  phoneNumberPermission: (value) => typeof value === 'boolean',
  secretFrozen: (value) => typeof value === 'boolean',
}

/** The settings of an account that is not there yet. */
export function readNewAccount(value: unknown): Required<AccountSettings> {
  const { secret, ...given } = readAccount(value)
  if (secret === undefined) throw invalid(USAGE)
  return { ipAllowList: null, phoneNumberPermission: true, secretFrozen: false, ...given, secret }
}

export function readAccount(value: unknown): AccountSettings {
  const given = Object.entries(readFields(value, NAMES, USAGE)).filter(([, setting]) => setting !== undefined)
  const { appid, ...others } = Object.fromEntries(given)
  if (!isVisible(appid) || given.some(([name, setting]) => READABLE[name]?.(setting) !== true)) throw invalid(USAGE)
  return { ...others, appid }
}

function isAddressList(value: unknown): boolean {
  if (!Array.isArray(value) || value.length > MAX_ADDRESSES) return false
  return value.every((address) => typeof address === 'string' && isIP(address) !== 0)
}
