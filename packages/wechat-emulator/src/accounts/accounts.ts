import { invalid } from '../input'
import { type ClassicToken, createClassicToken } from '../tokens/classic-token'
import { createStableToken, type StableToken } from '../tokens/stable-token'
import type { TokenSource } from '../tokens/token-source'
import { type AccountSettings, readAccount, readNewAccount } from './account-settings'

const MAX_ACCOUNTS = 100

export interface Account extends Required<AccountSettings> {
  stable: StableToken
  classic: ClassicToken
}

export interface Accounts {
  find: (appid: string) => Account | undefined
  list: () => Account[]
  /** Changes an account, or opens a new one. */
  set: (settings: unknown) => void
  reset: () => void
}

export function createAccounts(initial: readonly Required<AccountSettings>[], source: TokenSource): Accounts {
  const open = (settings: Required<AccountSettings>): [string, Account] => {
    const { appid } = settings
    return [
      appid,
      { ...settings, stable: createStableToken(appid, source), classic: createClassicToken(appid, source) },
    ]
  }
  let accounts = new Map(initial.map(open))
  return {
    find: (appid) => accounts.get(appid),
    list: () => [...accounts.values()],
    set(settings) {
      const change = readAccount(settings)
      const account = accounts.get(change.appid)
      if (account !== undefined) {
        Object.assign(account, change)
        return
      }
      if (accounts.size >= MAX_ACCOUNTS) throw invalid(`there are ${MAX_ACCOUNTS} accounts: reset first`)
      accounts.set(...open(readNewAccount(settings)))
    },
    reset: () => {
      accounts = new Map(initial.map(open))
    },
  }
}
