import { sql } from 'kysely'
import type { MigrationContext, Work } from './schema'
import { importSignInExample } from './sign-in-example'

export interface Migration {
  readonly name: string
  readonly up: (work: Work, context: MigrationContext) => Promise<void>
}

async function createAccounts({ schema }: Work): Promise<void> {
  await schema
    .createTable('uni_phone_encryption')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .execute()
  await schema
    .createTable('uni_phone_accounts')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('created_at', 'timestamptz', (column) => column.notNull())
    .addColumn('phone_lookup', 'text', (column) => column.unique())
    .addColumn('phone', 'text')
    .addColumn('phone_verified_at', 'timestamptz')
    .addColumn('encryption', 'text', (column) =>
      column.notNull().references('uni_phone_encryption.id').onUpdate('cascade'),
    )
    .addColumn('hook_pending', 'integer', (column) => column.notNull())
    .execute()
  await schema
    .createTable('uni_phone_closed_accounts')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('closed_at', 'timestamptz', (column) => column.notNull())
    .execute()
}

async function createWeChatUsers({ schema }: Work): Promise<void> {
  await schema
    .createTable('uni_phone_wechat_users')
    .addColumn('app_id', 'text', (column) => column.notNull())
    .addColumn('openid', 'text', (column) => column.notNull())
    .addColumn('unionid', 'text')
    .addColumn('account_id', 'text', (column) =>
      column.notNull().references('uni_phone_accounts.id').onDelete('cascade'),
    )
    .addColumn('created_at', 'timestamptz', (column) => column.notNull())
    .addPrimaryKeyConstraint('uni_phone_wechat_users_key', ['app_id', 'openid'])
    .execute()
  for (const column of ['account_id', 'unionid'])
    await schema.createIndex(`uni_phone_wechat_users_${column}`).on('uni_phone_wechat_users').column(column).execute()
}

async function createSessions({ schema }: Work): Promise<void> {
  await schema
    .createTable('uni_phone_sessions')
    .addColumn('token_hash', 'text', (column) => column.primaryKey())
    .addColumn('exchange_id', 'text', (column) => column.notNull().unique())
    .addColumn('account_id', 'text', (column) =>
      column.notNull().references('uni_phone_accounts.id').onDelete('cascade'),
    )
    .addColumn('new_wechat_user', 'integer', (column) => column.notNull())
    .addColumn('created_at', 'timestamptz', (column) => column.notNull())
    .addColumn('expires_at', 'timestamptz', (column) => column.notNull())
    .execute()
  for (const column of ['account_id', 'expires_at'])
    await schema.createIndex(`uni_phone_sessions_${column}`).on('uni_phone_sessions').column(column).execute()
}

async function createTables(work: Work, context: MigrationContext): Promise<void> {
  await createAccounts(work)
  await createWeChatUsers(work)
  await createSessions(work)
  await sql`insert into uni_phone_encryption (id) values ('none')`.execute(work)
  await importSignInExample(work, context)
}

/** In this order; each runs once in a database. A change to the tables is a further one: these never change again. */
export const MIGRATIONS: readonly Migration[] = [{ name: '001-accounts', up: createTables }]
