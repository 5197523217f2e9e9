import { createHash, randomBytes } from 'node:crypto'
import type { CompiledQuery } from 'kysely'
import { type Connection, type Database, toTime, type Work } from './database'
import type { Account, Numbers } from './numbers'

export interface Session {
  /** ISO 8601. Each day of use moves it. */
  readonly expiresAt: string
  readonly account: Account
}

export interface NewSession {
  readonly accountId: string
  /** The exchange it comes from: the same exchange again replaces the token of its one session. */
  readonly exchangeId: string
  readonly newWeChatUser: boolean
}

export interface SessionsOptions {
  readonly database: Database
  readonly numbers: Numbers
  readonly now: () => number
}

const DAY_MS = 24 * 60 * 60 * 1000
const LIFETIME_MS = 30 * DAY_MS
const TOKEN_BYTES = 32
const TOKEN = /^[\w-]{43}$/

/** The database holds only a hash, with which nobody can sign in. */
function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('base64url')
}

/** Text that cannot be a token never reaches the database. */
function isToken(token: string): boolean {
  return TOKEN.test(token)
}

interface SessionRow {
  readonly id: string
  readonly phone: string | null
  readonly expires_at: Date | string
}

/** The one query that each request of a signed-in person makes: building it takes longer than running it. */
function compileCheck(connection: Connection): CompiledQuery<SessionRow> {
  return connection
    .selectFrom('uni_phone_sessions as session')
    .innerJoin('uni_phone_accounts as account', 'account.id', 'session.account_id')
    .select(['account.id', 'account.phone', 'session.expires_at'])
    .where('session.token_hash', '=', '')
    .where('session.expires_at', '>', '')
    .compile()
}

export function createSessions({ database, numbers, now }: SessionsOptions) {
  let check: CompiledQuery<SessionRow> | undefined

  const expiryFrom = (time: number): string => toTime(time + LIFETIME_MS)

  /** Best effort: a session that could not be renewed is renewed by its next use. */
  async function renew(tokenHash: string, oldExpiry: string): Promise<string> {
    const expiresAt = expiryFrom(now())
    try {
      await database.tryWrite((work) =>
        work
          .updateTable('uni_phone_sessions')
          .set({ expires_at: expiresAt })
          .where('token_hash', '=', tokenHash)
          .execute(),
      )
      return expiresAt
    } catch {
      return oldExpiry
    }
  }

  async function findSession(tokenHash: string) {
    const { rows } = await database.read((connection) => {
      check ??= compileCheck(connection)
      const query: CompiledQuery<SessionRow> = { ...check, parameters: [tokenHash, toTime(now())] }
      return connection.executeQuery(query)
    })
    return rows[0]
  }

  return {
    /** Begins a session and returns its token. */
    async begin(work: Work, { accountId, exchangeId, newWeChatUser }: NewSession) {
      const token = randomBytes(TOKEN_BYTES).toString('base64url')
      const [time, expiresAt] = [toTime(now()), expiryFrom(now())]
      const changes = { token_hash: hashOf(token), account_id: accountId, expires_at: expiresAt }
      await work
        .deleteFrom('uni_phone_sessions')
        .where('account_id', '=', accountId)
        .where('expires_at', '<=', time)
        .execute()
      const row = await work
        .insertInto('uni_phone_sessions')
        .values({ ...changes, exchange_id: exchangeId, created_at: time, new_wechat_user: Number(newWeChatUser) })
        .onConflict((conflict) => conflict.column('exchange_id').doUpdateSet(changes))
        .returning('new_wechat_user')
        .executeTakeFirstOrThrow()
      return { token, expiresAt, newWeChatUser: row.new_wechat_user === 1 }
    },

    /** Returns the session that a token opens, and renews it at most once a day. */
    async read(token: string): Promise<Session | undefined> {
      if (!isToken(token)) return undefined
      const tokenHash = hashOf(token)
      const row = await findSession(tokenHash)
      if (row === undefined) return undefined
      const expiry = new Date(row.expires_at).getTime()
      const oldExpiry = toTime(expiry)
      const isDue = expiry < now() + LIFETIME_MS - DAY_MS
      const expiresAt = isDue ? await renew(tokenHash, oldExpiry) : oldExpiry
      return { expiresAt, account: numbers.toAccount(row) }
    },

    /** Locks and returns the account that a token opens. All changes of one account wait for each other here. */
    async lockAccount(work: Work, token: string): Promise<string | undefined> {
      if (!isToken(token)) return undefined
      const signedIn = work
        .selectFrom('uni_phone_sessions')
        .select('account_id')
        .where('token_hash', '=', hashOf(token))
        .where('expires_at', '>', toTime(now()))
      const row = await work
        .updateTable('uni_phone_accounts')
        .set((column) => ({ hook_pending: column.ref('hook_pending') }))
        .where('id', 'in', signedIn)
        .returning('id')
        .executeTakeFirst()
      return row?.id
    },

    /** Renews the session of a token inside a transaction. */
    async extend(work: Work, token: string): Promise<string> {
      const expiresAt = expiryFrom(now())
      await work
        .updateTable('uni_phone_sessions')
        .set({ expires_at: expiresAt })
        .where('token_hash', '=', hashOf(token))
        .execute()
      return expiresAt
    },

    /** Ends the session of a token, and returns its account. */
    async signOut(token: string): Promise<string | undefined> {
      if (!isToken(token)) return undefined
      const session = await database.write((work) =>
        work
          .deleteFrom('uni_phone_sessions')
          .where('token_hash', '=', hashOf(token))
          .where('expires_at', '>', toTime(now()))
          .returning('account_id')
          .executeTakeFirst(),
      )
      return session?.account_id
    },
  }
}

export type Sessions = ReturnType<typeof createSessions>
