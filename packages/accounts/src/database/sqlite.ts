import { closeSync, existsSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import { type Dialect, type SqliteDatabase, SqliteDialect } from 'kysely'
import type Sqlite from 'libsql'
import { codeOf } from '../accounts-error'

type Statement = ReturnType<SqliteDatabase['prepare']>

/** `secure_delete` overwrites deleted rows: a closed account leaves no number in the free pages of the file. */
const PRAGMAS = ['journal_mode = WAL', 'foreign_keys = ON', 'secure_delete = ON']

const NO_CHANGES = { changes: 0, lastInsertRowid: 0 }

/** A statement of Kysely's that is run by `exec`. */
function toStatement(exec: () => void): Statement {
  const run = () => {
    exec()
    return NO_CHANGES
  }
  return { reader: false, run, all: () => [], iterate: () => [][Symbol.iterator]() }
}

/**
 * A connection whose lock is only ever taken by `exec`. libsql does not reset a prepared statement that failed, and
 * after one that did not get the lock all further writes of the connection vanish; `exec` cleans up after itself.
 * @see https://github.com/tursodatabase/libsql-client-ts/issues/352
 */
function lockSafely(database: Sqlite.Database): SqliteDatabase {
  /** A full disk has ended the transaction already. */
  const rollback = () => {
    if (database.inTransaction) database.exec('rollback')
  }

  const inTransaction = <T>(work: () => T): T => {
    database.exec('begin immediate')
    try {
      const result = work()
      database.exec('commit')
      return result
    } catch (error) {
      rollback()
      throw error
    }
  }

  /** Preparing takes twice as long as running. A statement that failed is in doubt, and is not used again. */
  const statements = new Map<string, Statement>()
  const prepareOnce = (sql: string): Statement => {
    const known = statements.get(sql)
    if (known !== undefined) return known
    const statement = database.prepare(sql)
    const guard = <T>(work: () => T): T => {
      try {
        return work()
      } catch (error) {
        statements.delete(sql)
        throw error
      }
    }
    const guarded: Statement = {
      reader: statement.reader,
      all: (parameters) => guard(() => statement.all(parameters)),
      run: (parameters) => guard(() => statement.run(parameters)),
      iterate: (parameters) => statement.iterate(parameters),
    }
    statements.set(sql, guarded)
    return guarded
  }

  const prepare = (sql: string): Statement => {
    const statement = prepareOnce(sql)
    if (database.inTransaction || /^\s*select\b/i.test(sql)) return statement
    return {
      ...statement,
      all: (parameters) => inTransaction(() => statement.all(parameters)),
      run: (parameters) => inTransaction(() => statement.run(parameters)),
    }
  }

  return {
    prepare(sql) {
      if (sql === 'begin') return toStatement(() => database.exec('begin immediate'))
      if (sql === 'commit') return toStatement(() => database.exec('commit'))
      if (sql === 'rollback') return toStatement(rollback)
      return prepare(sql)
    },
    close() {
      // statements keep a closed connection alive until they are collected: the log is moved into the file here
      try {
        database.exec('pragma wal_checkpoint(truncate)')
      } finally {
        database.close()
      }
    },
  }
}

/**
 * Only the user of the process may read a file with phone numbers, and SQLite gives the files beside it the same mode. A file
 * that exists must not be touched: closing it drops all POSIX locks this process has on it, those of a connection
 * included. Another process then deletes the log that the connection goes on writing to.
 * @see https://www.sqlite.org/howtocorrupt.html#_posix_advisory_locks_canceled_by_a_separate_thread_doing_close_
 */
function createFile(file: string): void {
  const folder = dirname(file)
  // one folder, such as `.data`; a longer way that is missing is a mistake
  if (!existsSync(folder)) mkdirSync(folder, { mode: 0o700 })
  try {
    closeSync(openSync(file, 'wx', 0o600))
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error
  }
}

/**
 * Opens a SQLite file, and creates it if there is none. A lock that another process holds is an error at once
 * (`SQLITE_BUSY`), as the driver is synchronous: waiting here would stop the whole server.
 */
export async function openSqlite(file: string): Promise<Dialect> {
  // native: a bundle that carries everything else leaves this import to run time
  const { default: Database } = await import('libsql')
  createFile(file)
  const database = new Database(file, { timeout: 0 })
  try {
    for (const pragma of PRAGMAS) database.exec(`pragma ${pragma}`)
  } catch (error) {
    database.close()
    throw error
  }
  return new SqliteDialect({ database: lockSafely(database) })
}
