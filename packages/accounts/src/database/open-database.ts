import { Kysely, sql } from 'kysely'
import { AccountsError, codeOf } from '../accounts-error'
import type { PhoneCipher } from '../phone-cipher'
import { migrate } from './migrate'
import { withRetries } from './retry'
import type { Connection, Tables, Work } from './schema'

/** Where a line of the log goes; pino has this shape. */
export interface AccountsLog {
  readonly info: (fields: object, message: string) => void
  readonly warn: (fields: object, message: string) => void
}

export interface DatabaseOptions {
  readonly url: string
  readonly appId: string
  readonly cipher: PhoneCipher
  readonly timeoutMs: number
  readonly now: () => number
  readonly log: AccountsLog
}

const MIGRATION_TIMEOUT_MS = 600_000
/** Another instance may be at the migrations, or a backup may hold the lock. */
const LOCKED_AT_START_MS = 60_000

/** True for the address of a PostgreSQL, false for the path of a file. */
export function isPostgres(url: string): boolean {
  return /^postgres(?:ql)?:\/\//.test(url)
}

async function connect({
  url,
  timeoutMs,
  log,
}: Pick<DatabaseOptions, 'url' | 'timeoutMs' | 'log'>): Promise<Connection> {
  const onLost = (error: unknown) => {
    log.warn({ code: codeOf(error) }, 'A connection to the database was lost. The next query opens another.')
  }
  // each driver is loaded only where it is used
  const dialect = isPostgres(url)
    ? (await import('./postgres')).openPostgres(url, { timeoutMs, onLost })
    : await (await import('./sqlite')).openSqlite(url)
  return new Kysely<Tables>({ dialect })
}

/** Turns whatever opening a database failed with into an error for the operator, without its address. */
export function toOpenError(error: unknown): AccountsError {
  if (error instanceof AccountsError && error.code !== 'database_failed' && error.code !== 'database_unavailable')
    return error
  const code = (error instanceof AccountsError ? error.databaseCode : codeOf(error)) ?? 'cannot_open'
  return new AccountsError(
    'cannot_open',
    `The database cannot be opened (${code}). DATABASE_URL is postgres://user:password@host:5432/name or a file.`,
    { cause: error },
  )
}

/** Migrations have a connection and a time limit of their own: they may take longer than any request. */
async function migrateOnce(options: DatabaseOptions): Promise<void> {
  const { url, appId, cipher, now, log } = options
  const connection = await connect({ url, log, timeoutMs: MIGRATION_TIMEOUT_MS })
  try {
    const context = { appId, cipher, now: now(), advisoryLock: isPostgres(url) }
    const encrypted = await migrate(connection, context)
    if (!encrypted) return
    log.info({}, 'The phone numbers in the database are encrypted now.')
    // PostgreSQL keeps old versions of rows in the table's file; SQLite overwrites them (secure_delete)
    if (isPostgres(url)) await sql`vacuum full uni_phone_accounts`.execute(connection)
  } finally {
    await connection.destroy()
  }
}

/** An open database, its tables up to date. Every rejection is an `AccountsError`. */
export interface Database {
  /** Runs one transaction, again if need be, all within the time limit. */
  readonly write: <T>(work: (work: Work) => Promise<T>) => Promise<T>
  readonly read: <T>(query: (connection: Connection) => Promise<T>) => Promise<T>
  /** Runs one transaction once: for what may as well wait until next time. */
  readonly tryWrite: <T>(work: (work: Work) => Promise<T>) => Promise<T>
  /** Rejects unless the database takes a write. */
  readonly check: () => Promise<void>
  readonly close: () => Promise<void>
}

/** A write that changes nothing. */
async function touch(work: Work): Promise<void> {
  await work
    .updateTable('uni_phone_encryption')
    .set((column) => ({ id: column.ref('id') }))
    .execute()
}

/** Opens PostgreSQL (`postgres://…`) or a SQLite file and brings the tables up to date. */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const { timeoutMs } = options
  try {
    const atStart = { timeoutMs, lockedMs: LOCKED_AT_START_MS }
    await withRetries(() => migrateOnce(options), atStart)
    const connection = await withRetries(() => connect(options), atStart)
    const run = <T>(work: (work: Work) => Promise<T>) => connection.transaction().execute(work)
    return {
      write: (work) => withRetries(() => run(work), { timeoutMs }),
      tryWrite: (work) => withRetries(() => run(work), { timeoutMs: 0 }),
      check: () => withRetries(() => run(touch), { timeoutMs }),
      read: (query) => withRetries(() => query(connection), { timeoutMs }),
      close: () => connection.destroy(),
    }
  } catch (error) {
    throw toOpenError(error)
  }
}
