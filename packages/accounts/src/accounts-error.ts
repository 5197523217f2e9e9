/** Stable codes of this package's errors. */
export type AccountsErrorCode =
  /** The database cannot be opened: a wrong address, a wrong password, a folder that does not exist. */
  | 'cannot_open'
  /** A newer version of this package has changed the tables. */
  | 'database_too_new'
  /** The phone numbers were encrypted with another key, or there is no key now. */
  | 'wrong_encryption_key'
  /** The database is away or locked. The same call may succeed later. */
  | 'database_unavailable'
  /** The database refused: its disk is full, for example. */
  | 'database_failed'
  /** No session has this token. */
  | 'signed_out'
  /** Another account has this number. */
  | 'phone_number_taken'
  /** The number was verified long ago, and WeChat could not say who comes with it now. Ask again with the openid. */
  | 'openid_required'

interface AccountsErrorOptions {
  readonly cause?: unknown
}

function readString(value: unknown, name: string): string | undefined {
  const found: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
  return typeof found === 'string' && found !== '' ? found : undefined
}

/** Returns an error's own code, for example `ECONNREFUSED`, `23505` (PostgreSQL) or `SQLITE_BUSY`. */
export function codeOf(error: unknown): string | undefined {
  return readString(error, 'code')
}

/** A database's error may quote a row or an address in its message and its properties: only class and code are kept. */
function withoutData(error: unknown): Error | undefined {
  if (error === undefined || error instanceof AccountsError) return error
  const bare = new Error(codeOf(error) ?? 'no code')
  bare.name = readString(error, 'name') ?? 'Error'
  bare.stack = `${bare.name}: ${bare.message}`
  return bare
}

/** The one error that this package throws. Neither it nor its cause holds an address, a token or a phone number. */
export class AccountsError extends Error {
  override readonly name = 'AccountsError'
  readonly code: AccountsErrorCode
  /** The database's own code, for example `ECONNREFUSED`, `28P01` (PostgreSQL) or `SQLITE_FULL`. */
  readonly databaseCode: string | undefined

  constructor(code: AccountsErrorCode, message: string, { cause }: AccountsErrorOptions = {}) {
    const bare = withoutData(cause)
    super(message, bare === undefined ? undefined : { cause: bare })
    this.code = code
    this.databaseCode = cause instanceof AccountsError ? cause.databaseCode : codeOf(cause)
  }
}
