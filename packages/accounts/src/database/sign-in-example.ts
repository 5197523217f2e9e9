import { sql } from 'kysely'
import { type MigrationContext, toTime, type Work } from './schema'

/** The tables of `examples/sign-in`, which version 0.1.0 offered to copy. */
interface ExampleTables {
  accounts: { id: string; country_code: string; number: string; created_at: Date | string }
  wechat_users: { openid: string; account_id: string | null }
  sessions: { exchange_id: string; account_id: string; token_hash: string; expires_at: Date | string }
}

/** An interface has no index signature, which Kysely asks for. */
type Example = Pick<ExampleTables, keyof ExampleTables>

const SESSION_MS = 30 * 24 * 60 * 60 * 1000
const COLUMNS: Readonly<Record<keyof ExampleTables, readonly string[]>> = {
  accounts: ['id', 'country_code', 'number', 'created_at'],
  wechat_users: ['openid', 'account_id'],
  sessions: ['exchange_id', 'account_id', 'token_hash', 'expires_at'],
}

const ms = (time: Date | string): number => new Date(time).getTime()

/** PostgreSQL lists the tables of every schema, SQLite has none. */
async function listTables(work: Work) {
  const tables = await work.introspection.getTables()
  if (tables.every(({ schema }) => schema === undefined)) return tables
  const { rows } = await sql<{ name: string }>`select current_schema() as name`.execute(work)
  return tables.filter(({ schema }) => schema === rows[0]?.name)
}

async function hasExample(work: Work): Promise<boolean> {
  const tables = await listTables(work)
  return Object.entries(COLUMNS).every(([name, columns]) => {
    const found = tables.find((table) => table.name === name)?.columns.map((column) => column.name) ?? []
    return columns.every((column) => found.includes(column))
  })
}

async function importAccounts(work: Work, sessions: readonly ExampleTables['sessions'][]): Promise<void> {
  const lastExpiry = new Map<string, number>()
  for (const { account_id, expires_at } of sessions)
    lastExpiry.set(account_id, Math.max(ms(expires_at), lastExpiry.get(account_id) ?? 0))
  for (const account of await work.withTables<Example>().selectFrom('accounts').selectAll().execute()) {
    const { id, country_code, number, created_at } = account
    const phone = `${country_code} ${number}`
    // the example began a session at each phone code and at nothing else: the last one dates the number
    const verifiedAt = Math.max(ms(created_at), (lastExpiry.get(id) ?? 0) - SESSION_MS)
    const times = { created_at: toTime(ms(created_at)), phone_verified_at: toTime(verifiedAt) }
    const row = { id, phone_lookup: phone, phone, ...times, encryption: 'none', hook_pending: 0 }
    await work.insertInto('uni_phone_accounts').values(row).execute()
  }
}

async function importWeChatUsers(work: Work, { appId, now }: MigrationContext): Promise<void> {
  const users = await work.withTables<Example>().selectFrom('wechat_users').selectAll().execute()
  for (const { openid, account_id } of users) {
    if (account_id === null) continue
    const user = { app_id: appId, openid, unionid: null, account_id, created_at: toTime(now) }
    await work.insertInto('uni_phone_wechat_users').values(user).execute()
  }
}

async function importSessions(work: Work, sessions: readonly ExampleTables['sessions'][]): Promise<void> {
  for (const { exchange_id, account_id, token_hash, expires_at } of sessions) {
    const times = { created_at: toTime(ms(expires_at) - SESSION_MS), expires_at: toTime(ms(expires_at)) }
    const session = { exchange_id, account_id, token_hash, new_wechat_user: 0, ...times }
    await work.insertInto('uni_phone_sessions').values(session).execute()
  }
}

/**
 * Takes over the people, openids and sessions of the example's tables; everyone stays signed in. Its `sessions` and
 * `wechat_users` go. Its `accounts` stay, as a business's tables may refer to them, but without the numbers; the ids are
 * the same in ours.
 */
export async function importSignInExample(work: Work, context: MigrationContext): Promise<void> {
  if (!(await hasExample(work))) return
  const sessions = await work.withTables<Example>().selectFrom('sessions').selectAll().execute()
  await importAccounts(work, sessions)
  await importWeChatUsers(work, context)
  await importSessions(work, sessions)
  await sql`update accounts set country_code = '', number = id`.execute(work)
  await sql`drop table sessions`.execute(work)
  await sql`drop table wechat_users`.execute(work)
}
