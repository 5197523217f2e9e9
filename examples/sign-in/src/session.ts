import { createHash, randomBytes } from 'node:crypto'
import type { Work } from './account'
import type { Database } from './database'

export interface NewSession {
  readonly exchangeId: string
  readonly accountId: string
  /** ISO 8601, as are all times here. */
  readonly expiresAt: string
}

/** Whoever reads the database cannot sign in with what is there. */
function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('base64url')
}

/**
 * Begins a session and returns its token. The same exchange again renews its one session, and the token before, which
 * never reached a page, is worth nothing from then on.
 */
export async function beginSession(work: Work, session: NewSession, at: string): Promise<string> {
  const token = randomBytes(32).toString('base64url')
  const row = { ...session, tokenHash: hashOf(token) }
  await work.deleteFrom('sessions').where('accountId', '=', row.accountId).where('expiresAt', '<=', at).execute()
  await work
    .insertInto('sessions')
    .values(row)
    .onConflict((conflict) => conflict.column('exchangeId').doUpdateSet(row))
    .execute()
  return token
}

/** Whose token it is; undefined for one that is unknown or over. */
export async function findSignedIn(database: Database, token: string, at: string) {
  return database
    .selectFrom('sessions')
    .innerJoin('accounts', 'accounts.id', 'sessions.accountId')
    .select(['accounts.id', 'accounts.countryCode', 'accounts.number'])
    .where('sessions.tokenHash', '=', hashOf(token))
    .where('sessions.expiresAt', '>', at)
    .executeTakeFirst()
}
