import { accessSync, constants, existsSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { Kysely, SqliteDialect } from 'kysely'
import { createPhoneCipher } from '../phone-cipher'
import { encryptionChange, missingMigrations } from './migrate'
import { isPostgres, toOpenError } from './open-database'
import type { Connection, Tables } from './schema'

/** State of a database that was looked at and not changed. */
export interface DatabaseState {
  readonly kind: 'postgresql' | 'sqlite'
  /** Tables that the next start creates (`new`) or migrates (`older`). */
  readonly tables: 'new' | 'older' | 'current'
  /** How the phone numbers are stored; `pending` if the next start encrypts them. */
  readonly encryption: 'none' | 'encrypted' | 'pending'
}

/** Options of `inspectDatabase`: those of `openAccounts` that concern the database. */
export interface InspectOptions {
  readonly url: string
  readonly encryptionKey?: string | undefined
  /** @default 3000 */
  readonly timeoutMs?: number | undefined
}

const TIMEOUT_MS = 3_000

/** A file that is not there yet can be created if its folder, or the folder around that one, can be written to. */
function checkFolder(file: string): void {
  const folder = dirname(resolve(file))
  accessSync(existsSync(folder) ? folder : dirname(folder), constants.W_OK)
}

async function connect({ url, timeoutMs = TIMEOUT_MS }: InspectOptions): Promise<Connection> {
  if (isPostgres(url)) {
    const { openPostgres } = await import('./postgres')
    return new Kysely<Tables>({ dialect: openPostgres(url, { timeoutMs, onLost: () => undefined }) })
  }
  accessSync(url, constants.R_OK | constants.W_OK)
  const { default: Database } = await import('libsql')
  const database = new Database(url, { readonly: true, timeout: timeoutMs })
  return new Kysely<Tables>({ dialect: new SqliteDialect({ database }) })
}

async function read(connection: Connection, kind: DatabaseState['kind'], key?: string): Promise<DatabaseState> {
  const cipher = createPhoneCipher(key)
  const stored = cipher.id === 'none' ? 'none' : 'encrypted'
  const tables = await connection.introspection.getTables()
  if (!tables.some(({ name }) => name === 'uni_phone_migrations')) return { kind, tables: 'new', encryption: stored }
  const missing = await missingMigrations(connection)
  const change = await encryptionChange(connection, cipher)
  return { kind, tables: missing.length > 0 ? 'older' : 'current', encryption: change ? 'pending' : stored }
}

/**
 * Looks at a database as `openAccounts` would open it, and changes nothing. Rejects with an `AccountsError`:
 * `cannot_open`, `database_too_new` or `wrong_encryption_key`.
 */
export async function inspectDatabase(options: InspectOptions): Promise<DatabaseState> {
  const { url, encryptionKey } = options
  const kind = isPostgres(url) ? 'postgresql' : 'sqlite'
  try {
    if (kind === 'sqlite' && !existsSync(url)) {
      checkFolder(url)
      return { kind, tables: 'new', encryption: encryptionKey === undefined ? 'none' : 'encrypted' }
    }
    const connection = await connect(options)
    return await read(connection, kind, encryptionKey).finally(() => connection.destroy())
  } catch (error) {
    throw toOpenError(error)
  }
}
