import { randomUUID } from 'node:crypto'
import type { PhoneNumberEvent } from '@uni-phone/server'
import type { Transaction } from 'kysely'
import type { Tables } from './tables'

export type Work = Transaction<Tables>
type Key = Pick<Tables['accounts'], 'countryCode' | 'number'>

/** The account this WeChat user had last. Its row stays locked: one person's sign-ins wait for each other. */
async function recognize(work: Work, openid: string): Promise<string | null> {
  const { accountId } = await work
    .insertInto('wechatUsers')
    .values({ openid, accountId: null })
    .onConflict((conflict) => conflict.column('openid').doUpdateSet({ openid }))
    .returning('accountId')
    .executeTakeFirstOrThrow()
  return accountId
}

/** Who comes with a number that nobody has keeps the account; the old number is free for its next holder. */
async function moveTo(work: Work, accountId: string, { countryCode, number }: Key): Promise<void> {
  const holder = work.selectFrom('accounts').where('countryCode', '=', countryCode).where('number', '=', number)
  await work
    .updateTable('accounts')
    .set({ countryCode, number })
    .where('id', '=', accountId)
    .where((row) => row.not(row.exists(holder.select('id'))))
    .execute()
}

async function findOrCreate(work: Work, key: Key, at: string): Promise<string> {
  const { id } = await work
    .insertInto('accounts')
    .values({ id: randomUUID(), ...key, createdAt: at })
    .onConflict((conflict) => conflict.columns(['countryCode', 'number']).doUpdateSet(key))
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** The account that has the number, else the one this WeChat user had last, else a new one: its id. */
export async function accountOf(work: Work, { phone, openid }: PhoneNumberEvent, at: string): Promise<string> {
  const key = { countryCode: phone.countryCode, number: phone.purePhoneNumber }
  if (openid === undefined) return findOrCreate(work, key, at)
  const known = await recognize(work, openid)
  if (known !== null) await moveTo(work, known, key)
  const accountId = await findOrCreate(work, key, at)
  await work.updateTable('wechatUsers').set({ accountId }).where('openid', '=', openid).execute()
  return accountId
}
