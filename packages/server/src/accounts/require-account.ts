import type { Account, Accounts } from '@uni-phone/accounts'
import { createMiddleware } from 'hono/factory'
import { ApiError } from '../errors'
import type { AppEnv } from '../http'
import type { Log } from '../observability'
import { requireSession } from './bearer'

/** Variables that `requireAccount` sets for the route: `c.get('account')`. */
export interface AccountEnv extends AppEnv {
  Variables: AppEnv['Variables'] & { account: Account }
}

function noAccounts(): ApiError {
  return new ApiError('service_misconfigured', 'This server has no accounts. Its operator has to set DATABASE_URL.')
}

/**
 * Creates the guard for routes of the business: it lets a request with the token of a session pass, and answers any other
 * with 401 `signed_out`.
 */
export function createRequireAccount(accounts: Accounts | undefined, log: Log) {
  return createMiddleware<AccountEnv>(async (c, next) => {
    if (accounts === undefined) throw noAccounts()
    const { account } = await requireSession(c, accounts, log)
    c.set('account', account)
    await next()
  })
}

export type RequireAccount = ReturnType<typeof createRequireAccount>
