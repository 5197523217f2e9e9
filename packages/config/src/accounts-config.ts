import type { Account } from './account'

/** Database of accounts and their sessions. */
export interface AccountsConfig {
  /** `postgres://…` or the path of a SQLite file. */
  readonly url: string
  /** @default phone numbers stand in clear */
  readonly encryptionKey: string | undefined
  readonly recycledAfterDays: number
}

/** Sign-in part of the server's configuration. */
export interface SignInConfig {
  /** @default nobody can sign in */
  readonly accounts: AccountsConfig | undefined
  /** Sends the openid of the login code with the phone code, so that WeChat checks the pair. */
  readonly checkOpenid: boolean
}

export interface SignInVariables {
  readonly DATABASE_URL?: string | undefined
  readonly ACCOUNTS_ENCRYPTION_KEY?: string | undefined
  readonly ACCOUNTS_RECYCLED_AFTER_DAYS: number
  readonly WECHAT_CHECK_OPENID?: 'on' | 'off' | undefined
}

const SANDBOX_FILE = '.data/accounts.db'

/** Accounts are on in the sandbox, and wherever a database is named. */
export function signInOf({ mode }: Account, variables: SignInVariables): SignInConfig {
  const url = variables.DATABASE_URL ?? (mode === 'sandbox' ? SANDBOX_FILE : 'off')
  const { ACCOUNTS_ENCRYPTION_KEY: encryptionKey, ACCOUNTS_RECYCLED_AFTER_DAYS: recycledAfterDays } = variables
  const accounts = url === 'off' ? undefined : { url, encryptionKey, recycledAfterDays }
  const { WECHAT_CHECK_OPENID: check = accounts === undefined ? 'off' : 'on' } = variables
  return { accounts, checkOpenid: check === 'on' }
}
