import type { AccountsErrorCode } from '@uni-phone/accounts'
import { ApiError } from '../errors'
import type { Log } from '../observability'

interface AccountsFailure {
  readonly code: AccountsErrorCode
  readonly databaseCode?: string | undefined
}

/** The class itself belongs to a package that is only loaded with a database. */
export function isAccountsError(error: unknown): error is Error & AccountsFailure {
  return error instanceof Error && error.name === 'AccountsError'
}

/** The request has no session: its token is missing, unknown or has ended. */
export function signedOut(): ApiError {
  return new ApiError('signed_out', 'Sign in again: no session has this token.')
}

function toProblem(error: AccountsFailure): ApiError {
  if (error.code === 'signed_out') return signedOut()
  if (error.code === 'phone_number_taken') return new ApiError(error.code, 'Another account has this phone number.')
  return new ApiError('accounts_unavailable', 'The database of accounts did not do its work. Ask again.', {
    retryAfterSeconds: 1,
    cause: error,
  })
}

/**
 * Turns an error of the accounts into one of the API; any other stays as it is. Trouble with the database is logged: its
 * own code says what the operator has to do.
 */
export function toAccountsProblem(error: unknown, log: Log, requestId: string): unknown {
  if (!isAccountsError(error)) return error
  const problem = toProblem(error)
  const { code, databaseCode } = error
  if (problem.code === 'accounts_unavailable')
    log.error(
      { requestId, code, databaseCode, zh: '账号数据库未能完成操作；见 DATABASE_URL' },
      'the database of accounts',
    )
  return problem
}
