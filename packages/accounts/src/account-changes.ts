import { AccountsError } from './accounts-error'
import { type Database, toTime, type Work } from './database'
import type { Numbers } from './numbers'
import type { PhoneEvent } from './sign-in'
import type { Session, Sessions } from './sessions'
import type { WeChatUsers } from './wechat-users'

export interface AccountChangesOptions {
  readonly database: Database
  readonly numbers: Numbers
  readonly sessions: Sessions
  readonly wechatUsers: WeChatUsers
  readonly now: () => number
  /** True if a hook is to be called for each account that is closed. */
  readonly hasClosedHook: boolean
}

function signedOut(): AccountsError {
  return new AccountsError('signed_out', 'No session has this token.')
}

function taken(): AccountsError {
  return new AccountsError('phone_number_taken', 'Another account has this number.')
}

/** Changes that a person makes to the account that their token opens. */
export function createAccountChanges(options: AccountChangesOptions) {
  const { database, numbers, sessions, wechatUsers, now, hasClosedHook } = options

  async function lock(work: Work, token: string): Promise<string> {
    const accountId = await sessions.lockAccount(work, token)
    if (accountId === undefined) throw signedOut()
    return accountId
  }

  /** A number that the operator has given to somebody else meanwhile is no longer the other account's. */
  async function vacate(work: Work, accountId: string, event: PhoneEvent): Promise<void> {
    const { phone, appId, openid, unionid } = event
    const holder = await numbers.find(work, phone)
    if (holder === undefined || holder.id === accountId) return
    const owned = openid === undefined ? [] : await wechatUsers.find(work, { appId, openid, unionid })
    if (!holder.isStale || owned.includes(holder.id)) throw taken()
    if (!(await numbers.release(work, holder))) throw taken()
  }

  async function changePhone(work: Work, token: string, event: PhoneEvent): Promise<Session> {
    const accountId = await lock(work, token)
    await vacate(work, accountId, event)
    await numbers.assign(work, accountId, event.phone)
    const expiresAt = await sessions.extend(work, token)
    return { expiresAt, account: { id: accountId, phone: event.phone } }
  }

  async function endSessions(work: Work, token: string): Promise<string> {
    const accountId = await lock(work, token)
    await work.deleteFrom('uni_phone_sessions').where('account_id', '=', accountId).execute()
    return accountId
  }

  /** Openids go before the account: a silent sign-in under way holds its openid and then needs the account. */
  async function close(work: Work, token: string): Promise<string> {
    const id = await lock(work, token)
    await work.deleteFrom('uni_phone_wechat_users').where('account_id', '=', id).execute()
    await work.deleteFrom('uni_phone_sessions').where('account_id', '=', id).execute()
    await work.deleteFrom('uni_phone_accounts').where('id', '=', id).execute()
    if (hasClosedHook)
      await work
        .insertInto('uni_phone_closed_accounts')
        .values({ id, closed_at: toTime(now()) })
        .execute()
    return id
  }

  return {
    changePhone: (token: string, event: PhoneEvent) => database.write((work) => changePhone(work, token, event)),
    signOutEverywhere: (token: string) => database.write((work) => endSessions(work, token)),
    close: (token: string) => database.write((work) => close(work, token)),
  }
}
