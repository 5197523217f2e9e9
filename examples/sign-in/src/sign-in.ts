import type { PhoneNumberHandler } from '@uni-phone/server'
import { accountOf } from './account'
import type { Database } from './database'
import { beginSession } from './session'

export interface SignInOptions {
  readonly database: Database
  /** The time in milliseconds since 1970. @default Date.now */
  readonly now?: (() => number) | undefined
}

const SESSION_MS = 30 * 24 * 60 * 60 * 1000

const iso = (time: number): string => new Date(time).toISOString()

/**
 * What this business does with a verified number: it finds or makes the account and begins a session, all or nothing.
 * The page gets `data: { token, expiresAt }`.
 */
export function createSignIn({ database, now = Date.now }: SignInOptions): PhoneNumberHandler {
  return async (event) => {
    const [at, expiresAt] = [iso(now()), iso(now() + SESSION_MS)]
    const token = await database.transaction().execute(async (work) => {
      const accountId = await accountOf(work, event, at)
      return beginSession(work, { exchangeId: event.exchangeId, accountId, expiresAt }, at)
    })
    return { token, expiresAt }
  }
}
