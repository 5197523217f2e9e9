import type { Account, Accounts, PhoneEvent, SignIn } from '@uni-phone/accounts'
import type { ExchangeDetails, ExchangeHandler, PhoneNumberEvent, PhoneNumberHandler } from '../exchange'
import type { Log, Metrics } from '../observability'
import { isAccountsError, toAccountsProblem } from './accounts-problem'

export interface PhoneSignInOptions {
  readonly accounts: Accounts
  /** The business's own handler. @default none */
  readonly onPhoneNumber?: PhoneNumberHandler | undefined
  /** How long WeChat may take, in milliseconds. */
  readonly identityMs: number
  readonly log: Log
  readonly metrics: Metrics
}

interface Outcome {
  readonly token: string
  readonly expiresAt: string
  readonly account: Account
}

/** Creates the handler that signs people in by their number, or changes the number of who is signed in. */
export function createPhoneSignIn(options: PhoneSignInOptions): ExchangeHandler {
  const { accounts, onPhoneNumber, identityMs, log, metrics } = options

  /** WeChat could not be asked whose login code it is when the number came: perhaps it can now. */
  async function askAgain(event: PhoneEvent, loginCode: string, { wechat }: ExchangeDetails): Promise<PhoneEvent> {
    try {
      const { openid, unionid } = await wechat.codeToSession(loginCode, { timeoutMs: identityMs })
      return { ...event, openid, unionid }
    } catch {
      return { ...event, openidPending: true }
    }
  }

  function report(requestId: string, { account, isNew, newWeChatUser, recycledFrom }: SignIn): void {
    metrics.signedIn(isNew ? 'new' : 'phone')
    log.info({ requestId, accountId: account.id, isNew, newWeChatUser, recycledFrom }, 'signed in by phone number')
  }

  async function signIn(event: PhoneEvent, requestId: string): Promise<Outcome> {
    const signedIn = await accounts.signInWithPhone(event)
    report(requestId, signedIn)
    return signedIn
  }

  async function changePhone(token: string, event: PhoneEvent, requestId: string): Promise<Outcome> {
    const { account, expiresAt } = await accounts.changePhone(token, event)
    log.info({ requestId, accountId: account.id }, 'phone number changed')
    return { token, expiresAt, account }
  }

  async function enter(event: PhoneNumberEvent, details: ExchangeDetails): Promise<Outcome> {
    const { phone, appId, openid, unionid, exchangeId, requestId } = event
    const { token, openidChecked, pendingLoginCode } = details
    const known = { phone, appId, openid, unionid, openidChecked, exchangeId }
    const asked = pendingLoginCode === undefined ? known : await askAgain(known, pendingLoginCode, details)
    return token === undefined ? signIn(asked, requestId) : changePhone(token, asked, requestId)
  }

  /** Trouble with the database is the handler's: the number is kept, and a retry costs nothing. */
  function toFailure(error: unknown, requestId: string): unknown {
    const problem = toAccountsProblem(error, log, requestId)
    const isTrouble = isAccountsError(error) && error.code !== 'signed_out' && error.code !== 'phone_number_taken'
    return isTrouble ? error : problem
  }

  return async (event, details) => {
    const { token, expiresAt, account } = await enter(event, details).catch((error: unknown) => {
      throw toFailure(error, event.requestId)
    })
    const business = await onPhoneNumber?.(Object.assign(event, { account }))
    return { token, expiresAt, ...(business === undefined ? {} : { business }) }
  }
}
