import { accessSync, constants, existsSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import process from 'node:process'
import { type Dialect, Kysely, SqliteDialect } from 'kysely'
import { createPhoneCipher, type PhoneCipher } from '../phone-cipher'
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
  /** Folder that the path of a file starts from. @default the working directory */
  readonly folder?: string | undefined
  readonly encryptionKey?: string | undefined
  /** @default 3000 */
  readonly timeoutMs?: number | undefined
}

const TIMEOUT_MS = 3_000

/** A file that is not there yet can be created if its folder, or the folder around that one, can be written to. */
function checkFolder(file: string): void {
  const folder = dirname(file)
  accessSync(existsSync(folder) ? folder : dirname(folder), constants.W_OK)
}

async function connectToPostgres(url: string, timeoutMs: number): Promise<Dialect> {
  const { openPostgres } = await import('./postgres')
  return openPostgres(url, { timeoutMs, onLost: () => undefined })
}

async function connectToFile(file: string, timeoutMs: number): Promise<Dialect> {
  accessSync(file, constants.R_OK | constants.W_OK)
  const { default: Database } = await import('libsql')
  return new SqliteDialect({ database: new Database(file, { readonly: true, timeout: timeoutMs }) })
}

type Found = Omit<DatabaseState, 'kind'>

async function read(connection: Connection, cipher: PhoneCipher, absent: Found): Promise<Found> {
  const tables = await connection.introspection.getTables()
  if (!tables.some(({ name }) => name === 'uni_phone_migrations')) return absent
  const missing = await missingMigrations(connection)
  const change = await encryptionChange(connection, cipher)
  return { tables: missing.length > 0 ? 'older' : 'current', encryption: change ? 'pending' : absent.encryption }
}

async function inspect(options: InspectOptions): Promise<DatabaseState> {
  const { url, folder = process.cwd(), encryptionKey, timeoutMs = TIMEOUT_MS } = options
  const cipher = createPhoneCipher(encryptionKey)
  const absent: Found = { tables: 'new', encryption: cipher.id === 'none' ? 'none' : 'encrypted' }
  const look = async (dialect: Dialect): Promise<Found> => {
    const connection = new Kysely<Tables>({ dialect })
    return read(connection, cipher, absent).finally(() => connection.destroy())
  }
  if (isPostgres(url)) return { kind: 'postgresql', ...(await look(await connectToPostgres(url, timeoutMs))) }
  const file = resolve(folder, url)
  if (existsSync(file)) return { kind: 'sqlite', ...(await look(await connectToFile(file, timeoutMs))) }
  checkFolder(file)
  return { kind: 'sqlite', ...absent }
}

/**
 * Looks at a database as `openAccounts` would open it, and changes nothing. Rejects with an `AccountsError`:
 * `cannot_open`, `database_too_new` or `wrong_encryption_key`.
 */
export function inspectDatabase(options: InspectOptions): Promise<DatabaseState> {
  return inspect(options).catch((error: unknown) => {
    throw toOpenError(error)
  })
}
