import { sql } from 'kysely'
import { AccountsError } from '../accounts-error'
import { createPhoneCipher, type PhoneCipher } from '../phone-cipher'
import { type Migration, MIGRATIONS } from './migrations'
import { type Connection, type MigrationContext, toTime, type Work } from './schema'

export interface MigrateOptions extends MigrationContext {
  readonly cipher: PhoneCipher
  /** SQLite's `begin immediate` is a lock already; PostgreSQL needs one. */
  readonly advisoryLock: boolean
}

/** Any number that nobody else takes: the bytes of `uniphone`. */
const ADVISORY_LOCK = '8461816681385127525'
const PAGE = 500

async function createMigrationsTable({ schema }: Work): Promise<void> {
  await schema
    .createTable('uni_phone_migrations')
    .ifNotExists()
    .addColumn('name', 'text', (column) => column.primaryKey())
    .addColumn('run_at', 'timestamptz', (column) => column.notNull())
    .execute()
}

/** Returns the migrations that this database has not had. Rejects with `database_too_new` if it has had others. */
export async function missingMigrations(connection: Connection): Promise<readonly Migration[]> {
  const rows = await connection.selectFrom('uni_phone_migrations').select('name').execute()
  const done = new Set(rows.map(({ name }) => name))
  const known = new Set(MIGRATIONS.map(({ name }) => name))
  const newer = [...done].find((name) => !known.has(name))
  if (newer === undefined) return MIGRATIONS.filter(({ name }) => !done.has(name))
  throw new AccountsError('database_too_new', `A newer version has changed the tables (${newer}). Use that version.`)
}

async function migrateTables(work: Work, context: MigrationContext): Promise<void> {
  await createMigrationsTable(work)
  for (const { name, up } of await missingMigrations(work)) {
    await up(work, context)
    await work
      .insertInto('uni_phone_migrations')
      .values({ name, run_at: toTime(context.now) })
      .execute()
  }
}

async function encryptAll(work: Work, from: PhoneCipher, to: PhoneCipher): Promise<void> {
  const next = (after: string) =>
    work
      .selectFrom('uni_phone_accounts')
      .select(['id', 'phone'])
      .where('id', '>', after)
      .orderBy('id')
      .limit(PAGE)
      .execute()
  for (let page = await next(''); page.length > 0; page = await next(page.at(-1)?.id ?? '')) {
    for (const { id, phone } of page) {
      if (phone === null) continue
      const number = from.open(phone, id)
      const columns = { phone_lookup: to.lookup(number), phone: to.seal(number, id) }
      await work.updateTable('uni_phone_accounts').set(columns).where('id', '=', id).execute()
    }
  }
  // the accounts follow by their foreign key, and an instance that still has the old key cannot write from here on
  await work.updateTable('uni_phone_encryption').set({ id: to.id }).execute()
}

/** Returns true if the numbers stand in clear and there is a key now. Rejects with `wrong_encryption_key` for another key. */
export async function encryptionChange(connection: Connection, cipher: PhoneCipher): Promise<boolean> {
  const { id } = await connection.selectFrom('uni_phone_encryption').select('id').executeTakeFirstOrThrow()
  if (id === cipher.id) return false
  if (id === 'none') return true
  throw new AccountsError(
    'wrong_encryption_key',
    'The phone numbers in the database are encrypted with another key. Set ACCOUNTS_ENCRYPTION_KEY to that one.',
  )
}

/** Returns true if the numbers stood in clear until now. */
async function applyEncryption(work: Work, cipher: PhoneCipher): Promise<boolean> {
  const changes = await encryptionChange(work, cipher)
  if (changes) await encryptAll(work, createPhoneCipher(), cipher)
  return changes
}

/**
 * Brings the tables up to date, and encrypts phone numbers that stand in clear once there is a key. Everything is one
 * transaction under one lock: of instances that start together one does it and the others wait. Resolves to true if
 * numbers were encrypted.
 */
export async function migrate(connection: Connection, options: MigrateOptions): Promise<boolean> {
  return connection.transaction().execute(async (work) => {
    if (options.advisoryLock) await sql`select pg_advisory_xact_lock(${sql.lit(ADVISORY_LOCK)}::bigint)`.execute(work)
    await migrateTables(work, options)
    return applyEncryption(work, options.cipher)
  })
}
