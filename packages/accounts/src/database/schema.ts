import type { ColumnType, Kysely, Transaction } from 'kysely'

/** Written as ISO 8601 in UTC, which both databases compare. PostgreSQL returns a Date, SQLite the text. */
type Time = ColumnType<Date | string, string, string>

/** Context of a migration. */
export interface MigrationContext {
  /** The AppID that openids without one belong to. */
  readonly appId: string
  /** Milliseconds since 1970. */
  readonly now: number
}

/** The tables. Their names have a prefix so that they can share a database with a business's own. */
export interface Tables {
  uni_phone_accounts: {
    id: string
    created_at: Time
    /** Null once the number belongs to somebody else. */
    phone_lookup: string | null
    phone: string | null
    /** Last verified by a phone code; a silent sign-in does not count. */
    phone_verified_at: Time | null
    /** The key the number is stored under: a foreign key, so that an instance with another key cannot write. */
    encryption: string
    /** 1 until `onAccountCreated` has succeeded. */
    hook_pending: number
  }
  uni_phone_wechat_users: {
    app_id: string
    openid: string
    unionid: string | null
    account_id: string
    created_at: Time
  }
  uni_phone_sessions: {
    /** SHA-256; the token itself is stored nowhere. */
    token_hash: string
    /** One session for each exchange. */
    exchange_id: string
    account_id: string
    /** 1 if the WeChat user was new to the account: a retry of the exchange still reports it. */
    new_wechat_user: number
    created_at: Time
    expires_at: Time
  }
  /** Accounts that are gone, until `onAccountClosed` has succeeded. */
  uni_phone_closed_accounts: { id: string; closed_at: Time }
  /** One row: the key that the phone numbers are stored under. */
  uni_phone_encryption: { id: string }
  uni_phone_migrations: { name: string; run_at: Time }
}

export type Connection = Kysely<Tables>
export type Work = Transaction<Tables>

/** Returns a time in milliseconds since 1970 as the database stores it. */
export function toTime(ms: number): string {
  return new Date(ms).toISOString()
}
