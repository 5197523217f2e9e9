import type { QuotaBook } from '../quotas/quota-book'
import type { AccountSettings } from './account-settings'
import type { Accounts } from './accounts'

const COUNTED = [
  'tokensPerDay',
  'stableTokensPerMinute',
  'stableTokensPerDay',
  'forcedRefreshesPerDay',
  'phoneNumbersPerMinute',
  'phoneNumbersPerDay',
] as const

/** An account as it stands, without its secret. */
export interface AccountState extends Required<Omit<AccountSettings, 'secret'>> {
  /** What is spent of each quota that has a limit, in the minute or day that it is. */
  used: Record<(typeof COUNTED)[number], number>
}

export function listAccounts(accounts: Accounts, quotas: QuotaBook): AccountState[] {
  return accounts.list().map(({ appid, ipAllowList, phoneNumberPermission, secretFrozen }) => {
    const used = Object.fromEntries(COUNTED.map((name) => [name, quotas.used(name, appid)])) as AccountState['used']
    return { appid, ipAllowList, phoneNumberPermission, secretFrozen, used }
  })
}
