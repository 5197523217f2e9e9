import { createAccountChanges } from './account-changes'
import { AccountsError } from './accounts-error'
import { type AccountsLog, openDatabase } from './database'
import { type AccountHooks, createHookRunner } from './hooks'
import { createNumbers } from './numbers'
import { createPhoneCipher } from './phone-cipher'
import { createSessions, type Session } from './sessions'
import { createSignIn, type PhoneEvent, type SignIn, type SilentEvent } from './sign-in'
import { createWeChatUsers } from './wechat-users'

export interface AccountsOptions {
  /** `postgres://user:password@host:5432/name`, or the path of a SQLite file, which is created if there is none. */
  readonly url: string
  /** The mini program's AppID: its openids are its own. An event may name another one. */
  readonly appId: string
  /** 32 random bytes in base64 or hex: phone numbers are encrypted with it. @default they stand in clear */
  readonly encryptionKey?: string | undefined
  /** How long one call may wait for the database, in milliseconds. @default 3000 */
  readonly timeoutMs?: number | undefined
  /** After how many days without a phone code a number may belong to somebody else. @default 90 */
  readonly recycledAfterDays?: number | undefined
  readonly hooks?: AccountHooks | undefined
  /** The time in milliseconds since 1970. @default Date.now */
  readonly now?: (() => number) | undefined
  /** @default nothing is logged */
  readonly log?: AccountsLog | undefined
}

/** Accounts and their sessions. Every rejection is an `AccountsError`, or what a hook rejected with. */
export interface Accounts {
  /**
   * Signs in whoever brings a verified number: finds the account that has it, or makes one. Call it from
   * `onPhoneNumber`; the same `exchangeId` again has the same session.
   */
  readonly signInWithPhone: (event: PhoneEvent) => Promise<SignIn>
  /** Signs a known WeChat user in; resolves to undefined for one who has to bring a number first. */
  readonly signInSilently: (event: SilentEvent) => Promise<SignIn | undefined>
  /** Gives the account of this token another number. Rejects with `phone_number_taken` or `signed_out`. */
  readonly changePhone: (token: string, event: PhoneEvent) => Promise<Session>
  /** Returns the session of a token, and renews it at most once a day; undefined for a token that opens nothing. */
  readonly readSession: (token: string) => Promise<Session | undefined>
  /** Ends the session of this token. Resolves to its account's id; undefined if there is none. */
  readonly signOut: (token: string) => Promise<string | undefined>
  /** Ends all sessions of this token's account. Resolves to its id; undefined if there is none. */
  readonly signOutEverywhere: (token: string) => Promise<string | undefined>
  /** Deletes this token's account: number, openids, sessions. Resolves to its id; undefined if there is none. */
  readonly closeAccount: (token: string) => Promise<string | undefined>
  /** Rejects unless the database takes writes. */
  readonly check: () => Promise<void>
  /** Waits for hooks under way and closes the database. */
  readonly close: () => Promise<void>
}

const DAY_MS = 24 * 60 * 60 * 1000
const TIMEOUT_MS = 3_000
const RECYCLED_AFTER_DAYS = 90
const SILENT: AccountsLog = { info: () => undefined, warn: () => undefined }

/** Turns the error of a token without a session into undefined. */
function ifSignedIn(change: Promise<string>): Promise<string | undefined> {
  return change.catch((error: unknown) => {
    if (error instanceof AccountsError && error.code === 'signed_out') return undefined
    throw error
  })
}

/**
 * Opens accounts in PostgreSQL or in a SQLite file, and brings the tables up to date. Rejects with an `AccountsError`,
 * `cannot_open` for example; throws a `TypeError` for a key that is none.
 */
export async function openAccounts(options: AccountsOptions): Promise<Accounts> {
  const { url, appId, timeoutMs = TIMEOUT_MS, hooks = {}, now = Date.now, log = SILENT } = options
  const cipher = createPhoneCipher(options.encryptionKey)
  const recycledAfterMs = (options.recycledAfterDays ?? RECYCLED_AFTER_DAYS) * DAY_MS
  const database = await openDatabase({ url, appId, cipher, timeoutMs, now, log })
  const numbers = createNumbers({ cipher, now, recycledAfterMs, hasCreatedHook: hooks.onAccountCreated !== undefined })
  const sessions = createSessions({ database, numbers, now })
  const wechatUsers = createWeChatUsers({ appId, now })
  const parts = { database, numbers, sessions, wechatUsers }
  const signIn = createSignIn(parts)
  const changes = createAccountChanges({ ...parts, now, hasClosedHook: hooks.onAccountClosed !== undefined })
  const runner = createHookRunner({ database, hooks, log })
  void runner.settleClosed()

  return {
    signInWithPhone: async (event) => runner.afterSignIn(await signIn.withPhone(event)),
    async signInSilently(event) {
      const committed = await signIn.silently(event)
      return committed && runner.afterSignIn(committed)
    },
    changePhone: (token, event) => changes.changePhone(token, event),
    readSession: (token) => sessions.read(token),
    signOut: (token) => sessions.signOut(token),
    signOutEverywhere: (token) => ifSignedIn(changes.signOutEverywhere(token)),
    async closeAccount(token) {
      const closed = await ifSignedIn(changes.close(token))
      if (closed !== undefined) await runner.settleClosed()
      return closed
    },
    check: () => database.check(),
    async close() {
      await runner.stop()
      await database.close()
    },
  }
}
