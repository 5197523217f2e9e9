import type { ColumnType, Kysely } from 'kysely'

/** Written as ISO 8601 in UTC, which both databases compare. PostgreSQL gives a Date back, SQLite the text. */
type Time = ColumnType<Date | string, string, string>

export interface Tables {
  /** A number is someone's only together with its country code: `13800138000` exists in several countries. */
  accounts: { id: string; countryCode: string; number: string; createdAt: Time }
  wechatUsers: { openid: string; accountId: string | null }
  /** One for each exchange; of the token there is only a hash. */
  sessions: { exchangeId: string; accountId: string; tokenHash: string; expiresAt: Time }
}

async function createTables({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable('accounts')
    .ifNotExists()
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('countryCode', 'text', (column) => column.notNull())
    .addColumn('number', 'text', (column) => column.notNull())
    .addColumn('createdAt', 'timestamptz', (column) => column.notNull())
    .addUniqueConstraint('accountsNumber', ['countryCode', 'number'])
    .execute()
  await schema
    .createTable('wechatUsers')
    .ifNotExists()
    .addColumn('openid', 'text', (column) => column.primaryKey())
    .addColumn('accountId', 'text', (column) => column.references('accounts.id'))
    .execute()
  await schema
    .createTable('sessions')
    .ifNotExists()
    .addColumn('exchangeId', 'text', (column) => column.primaryKey())
    .addColumn('accountId', 'text', (column) => column.notNull().references('accounts.id'))
    .addColumn('tokenHash', 'text', (column) => column.notNull().unique())
    .addColumn('expiresAt', 'timestamptz', (column) => column.notNull())
    .execute()
  await schema.createIndex('sessionsOfAccount').ifNotExists().on('sessions').column('accountId').execute()
}

/** In the order of their names; each runs once in a database. A change to the tables is a further one. */
export const MIGRATIONS = { '001-sign-in': { up: createTables } }
