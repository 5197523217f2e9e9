import type { AccountHooks, Accounts } from '@uni-phone/accounts'
import type { Config } from '@uni-phone/config'
import { StartError } from '../errors'
import type { Log } from '../observability'
import { isAccountsError } from './accounts-problem'

/** Share of the client's deadline for which a request waits for the database. */
const DATABASE_SHARE = 0.6
const MAX_DATABASE_MS = 3_000

/**
 * Opens the accounts that a configuration asks for. Without a database nothing of them is loaded. Rejects with a
 * `StartError` if the database cannot be used.
 */
export async function openAccounts(config: Config, hooks: AccountHooks, log: Log): Promise<Accounts | undefined> {
  const { accounts: settings, apps, requestTimeoutMs } = config
  const { appId } = apps[0]
  if (settings === undefined) return undefined
  const { openAccounts: open } = await import('@uni-phone/accounts')
  const timeoutMs = Math.min(MAX_DATABASE_MS, Math.ceil(requestTimeoutMs * DATABASE_SHARE))
  try {
    return await open({ ...settings, appId, timeoutMs, hooks, log })
  } catch (error) {
    throw isAccountsError(error) ? new StartError(error.message, { cause: error }) : error
  }
}
