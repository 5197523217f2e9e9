import { AccountsError } from './accounts-error'
import type { Database, Work } from './database'
import type { FoundOrMade, Numbers } from './numbers'
import type { PhoneNumber } from './phone-cipher'
import type { Session, Sessions } from './sessions'
import type { WeChatUser, WeChatUsers } from './wechat-users'

/** A verified number and who brings it: what a server's `onPhoneNumber` is called with. */
export interface PhoneEvent {
  readonly phone: PhoneNumber
  /** Mini program that the openid is of. @default the one that the accounts were opened with */
  readonly appId?: string | undefined
  /** Absent if no login code came, or if it was no good. */
  readonly openid?: string | undefined
  readonly unionid?: string | undefined
  /**
   * True if WeChat itself has checked that number and openid belong together, as the openid was sent with the phone code.
   * Only then is the openid linked to the account. @default false
   */
  readonly openidChecked?: boolean | undefined
  /**
   * True if a login code came and WeChat could not be asked whose it is: the same event may come again with an openid.
   * @default false
   */
  readonly openidPending?: boolean | undefined
  /** The same for each retry of one tap, which makes one session. Must not be guessable. */
  readonly exchangeId: string
}

/** Somebody who comes with a login code alone. */
export interface SilentEvent extends WeChatUser {
  /** The same for each retry of one sign-in. Must not be guessable. */
  readonly exchangeId: string
}

export interface SignIn extends Session {
  /** 256 random bits in base64url. The database has only its SHA-256. */
  readonly token: string
  readonly how: 'phone' | 'silent'
  /** The account was made by this sign-in. */
  readonly isNew: boolean
  /** A WeChat user whom it did not know has entered an account that was there before. */
  readonly newWeChatUser: boolean
  /** The account that had the number until now, and lost it: the operator has given the number to somebody new. */
  readonly recycledFrom?: string | undefined
  readonly openid?: string | undefined
  readonly unionid?: string | undefined
}

/** A sign-in whose transaction has ended. */
export interface CommittedSignIn extends SignIn {
  /** `onAccountCreated` is still to be called. */
  readonly hookPending: boolean
}

export interface SignInOptions {
  readonly database: Database
  readonly numbers: Numbers
  readonly sessions: Sessions
  readonly wechatUsers: WeChatUsers
}

export function createSignIn({ database, numbers, sessions, wechatUsers }: SignInOptions) {
  /** Operators give numbers to new people: who comes with one that was verified long ago may be somebody else. */
  async function enter(work: Work, event: PhoneEvent, holder: FoundOrMade, isKnown: boolean): Promise<FoundOrMade> {
    if (holder.isNew) return holder
    if (!holder.isStale || isKnown) {
      await numbers.assign(work, holder.id, event.phone)
      return holder
    }
    if (event.openidPending === true)
      throw new AccountsError('openid_required', 'The number was verified long ago: say whose openid comes with it.')
    await numbers.release(work, holder)
    return numbers.findOrCreate(work, event.phone)
  }

  async function signInWithPhone(work: Work, event: PhoneEvent): Promise<CommittedSignIn> {
    const { phone, appId, openid, unionid, openidChecked, exchangeId } = event
    const found = await numbers.findOrCreate(work, phone)
    const user = openid === undefined ? undefined : { appId, openid, unionid }
    const owned = user === undefined ? [] : await wechatUsers.find(work, user)
    const { id, isNew, hookPending } = await enter(work, event, found, owned.includes(found.id))
    const isKnown = owned.includes(id)
    if (user !== undefined && openidChecked === true && (isKnown || owned.length === 0))
      await wechatUsers.link(work, id, user)
    const newWeChatUser = user !== undefined && !isNew && !isKnown
    const session = await sessions.begin(work, { accountId: id, exchangeId, newWeChatUser })
    const recycledFrom = id === found.id ? undefined : found.id
    return { ...session, account: { id, phone }, how: 'phone', isNew, recycledFrom, hookPending, openid, unionid }
  }

  async function signInSilently(
    work: Work,
    { exchangeId, ...user }: SilentEvent,
  ): Promise<CommittedSignIn | undefined> {
    const [accountId, another] = await wechatUsers.find(work, user)
    // one unionid with several accounts: the number has to tell which
    if (accountId === undefined || another !== undefined) return undefined
    await wechatUsers.link(work, accountId, user)
    const session = await sessions.begin(work, { accountId, exchangeId, newWeChatUser: false })
    const { account, hookPending } = await numbers.read(work, accountId)
    return { ...session, account, how: 'silent', isNew: false, hookPending, ...user }
  }

  return {
    /** Finds the account that has the number, or makes one, and begins a session: all or nothing. */
    withPhone: (event: PhoneEvent) => database.write((work) => signInWithPhone(work, event)),
    /** Begins a session for a WeChat user who has an account; resolves to undefined for anybody else. */
    silently: (event: SilentEvent) => database.write((work) => signInSilently(work, event)),
  }
}
