import { randomUUID } from 'node:crypto'
import { toTime, type Work } from './database'
import type { PhoneCipher, PhoneNumber } from './phone-cipher'

export interface Account {
  readonly id: string
  /** Absent once the number belongs to somebody else. */
  readonly phone?: PhoneNumber | undefined
}

export interface NumbersOptions {
  readonly cipher: PhoneCipher
  readonly now: () => number
  /** After how many milliseconds without a phone code a number may belong to somebody else. */
  readonly recycledAfterMs: number
  /** True if a hook is to be called for each new account. */
  readonly hasCreatedHook: boolean
}

/** The account that has a number. */
export interface Holder {
  readonly id: string
  /** ISO 8601: the last time a phone code proved the number. */
  readonly verifiedAt: string
  /** That was so long ago that the operator may have given the number to somebody else. */
  readonly isStale: boolean
}

export interface FoundOrMade extends Holder {
  /** Made just now. */
  readonly isNew: boolean
  /** `onAccountCreated` has not succeeded yet. */
  readonly hookPending: boolean
}

/** Which account has which number. Constraints of the database hold it, not only this code. */
export function createNumbers({ cipher, now, recycledAfterMs, hasCreatedHook }: NumbersOptions) {
  function toHolder(id: string, verified: Date | string | null): Holder {
    const time = new Date(verified ?? 0).getTime()
    return { id, verifiedAt: toTime(time), isStale: now() - time > recycledAfterMs }
  }

  /**
   * Returns the account that has the number, made if there was none. Its row is locked from here on: as the first
   * statement of a transaction this makes the sign-ins of one number wait for each other.
   */
  async function findOrCreate(work: Work, phone: PhoneNumber): Promise<FoundOrMade> {
    const [id, time] = [randomUUID(), toTime(now())]
    const row = await work
      .insertInto('uni_phone_accounts')
      .values({
        id,
        created_at: time,
        phone_lookup: cipher.lookup(phone),
        phone: cipher.seal(phone, id),
        phone_verified_at: time,
        encryption: cipher.id,
        hook_pending: Number(hasCreatedHook),
      })
      .onConflict((conflict) =>
        conflict.column('phone_lookup').doUpdateSet((column) => ({
          phone_verified_at: column.ref('uni_phone_accounts.phone_verified_at'),
        })),
      )
      .returning(['id', 'phone_verified_at', 'hook_pending'])
      .executeTakeFirstOrThrow()
    const holder = toHolder(row.id, row.phone_verified_at)
    return { ...holder, isNew: row.id === id, hookPending: row.hook_pending === 1 }
  }

  async function find(work: Work, phone: PhoneNumber): Promise<Holder | undefined> {
    const row = await work
      .selectFrom('uni_phone_accounts')
      .select(['id', 'phone_verified_at'])
      .where('phone_lookup', '=', cipher.lookup(phone))
      .executeTakeFirst()
    return row && toHolder(row.id, row.phone_verified_at)
  }

  /** Gives the account the number, verified now. */
  async function assign(work: Work, accountId: string, phone: PhoneNumber): Promise<void> {
    await work
      .updateTable('uni_phone_accounts')
      .set({
        phone_lookup: cipher.lookup(phone),
        phone: cipher.seal(phone, accountId),
        phone_verified_at: toTime(now()),
        encryption: cipher.id,
      })
      .where('id', '=', accountId)
      .execute()
  }

  /**
   * Takes the number from the account, which keeps its WeChat sign-in. Returns false if the number was verified
   * meanwhile.
   */
  async function release(work: Work, { id, verifiedAt }: Holder): Promise<boolean> {
    const row = await work
      .updateTable('uni_phone_accounts')
      .set({ phone_lookup: null, phone: null, phone_verified_at: null })
      .where('id', '=', id)
      .where('phone_verified_at', '=', verifiedAt)
      .returning('id')
      .executeTakeFirst()
    return row !== undefined
  }

  async function read(work: Work, accountId: string) {
    const row = await work
      .selectFrom('uni_phone_accounts')
      .select(['id', 'phone', 'hook_pending'])
      .where('id', '=', accountId)
      .executeTakeFirstOrThrow()
    return { account: toAccount(row), hookPending: row.hook_pending === 1 }
  }

  function toAccount({ id, phone }: { readonly id: string; readonly phone: string | null }): Account {
    return { id, phone: phone === null ? undefined : cipher.open(phone, id) }
  }

  return { findOrCreate, find, assign, release, read, toAccount }
}

export type Numbers = ReturnType<typeof createNumbers>
