import { type Log, StartError } from '@uni-phone/server'
import { CamelCasePlugin, type Dialect, Kysely, Migrator, PostgresDialect, SqliteDialect } from 'kysely'
import Sqlite from 'libsql'
import { Pool } from 'pg'
import { MIGRATIONS, type Tables } from './tables'

export type Database = Kysely<Tables>

/** The database cannot be used. The message does not repeat the address, which may hold a password. */
export class DatabaseError extends StartError {
  override readonly name = 'DatabaseError'
  /** The database's own, such as `ECONNREFUSED` or `28P01`; `cannot_open` where it has none. */
  readonly code: string

  constructor(cause: unknown) {
    const code = codeOf(cause) ?? 'cannot_open'
    super(`The database cannot be used (${code}). Check DATABASE_URL: postgres://…, or the name of a file.`, { cause })
    this.code = code
  }
}

/** What a log may have of a database's error: the message may quote a row. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code || undefined
    : undefined
}

/** Below what a client waits, so that the page hears of a database that is away. */
const PATIENCE_MS = 3_000

function openPostgres(connectionString: string, log: Log): Dialect {
  const limits = { connectionTimeoutMillis: PATIENCE_MS, statement_timeout: PATIENCE_MS }
  const pool = new Pool({ connectionString, application_name: 'sign-in', ...limits })
  // without a listener the loss of an idle connection ends the process
  pool.on('error', (error) => {
    log.warn({ code: codeOf(error) }, 'a connection to the database was lost; the next query opens another')
  })
  return new PostgresDialect({ pool })
}

function openSqlite(file: string): Dialect {
  const database = new Sqlite(file, { timeout: PATIENCE_MS })
  database.pragma('journal_mode = WAL')
  database.pragma('foreign_keys = ON')
  return new SqliteDialect({ database })
}

function toDialect(url: string, log: Log): Dialect {
  try {
    return /^postgres(ql)?:\/\//.test(url) ? openPostgres(url, log) : openSqlite(url)
  } catch (error) {
    throw new DatabaseError(error)
  }
}

/**
 * Opens PostgreSQL (`postgres://…`) or a SQLite file, and makes the tables that are missing. Rejects with a
 * `DatabaseError`.
 */
export async function openDatabase(url: string, log: Log): Promise<Database> {
  const database = new Kysely<Tables>({ dialect: toDialect(url, log), plugins: [new CamelCasePlugin()] })
  const migrator = new Migrator({ db: database, provider: { getMigrations: async () => MIGRATIONS } })
  const { error } = await migrator.migrateToLatest()
  if (error === undefined) return database
  await database.destroy()
  throw new DatabaseError(error)
}
