import type { Account } from '@uni-phone/accounts'
import type { Json, VerifiedPhone } from '../idempotency'
import type { ExchangeClient } from './minute-limit-breaker'

/** A verified phone number, for the business's handler. */
export interface PhoneNumberEvent {
  readonly phone: VerifiedPhone
  /** AppID of the mini program; set wherever the server checks it (not in the sandbox). */
  readonly appId?: string | undefined
  /** Set only with a `loginCode` that WeChat accepted. */
  readonly openid?: string | undefined
  /** Set only if the mini program is bound to an open-platform account. */
  readonly unionid?: string | undefined
  /** Set only on a server with accounts: who signed in, or whose number changed. */
  readonly account?: Account | undefined
  /** The same for every call about the same exchange; use it to be idempotent. */
  readonly exchangeId: string
  readonly requestId: string
  /** Aborts at the deadline (`HANDLER_TIMEOUT_MS`); the server always sets it. Pass it to what the handler waits for. */
  readonly signal?: AbortSignal | undefined
}

/**
 * Handles a verified phone number. The result reaches the page as `data` and is the same in every replay. Never runs twice
 * at the same time for one exchange, unless it goes on for 15 seconds after its deadline; runs again after a failure if the
 * client retries.
 */
export type PhoneNumberHandler = (event: PhoneNumberEvent) => Promise<Json | undefined> | Json | undefined

/** Parts of a request beside the codes, for the server's own handler: the business's is not shown it. */
export interface ExchangeDetails {
  /** Token of the session whose account gets the number. @default the number signs in */
  readonly token?: string | undefined
  /** Client of the mini program that the request is of. */
  readonly wechat: ExchangeClient
  /** WeChat itself has checked that the phone code and the openid belong to one person. */
  readonly openidChecked?: boolean | undefined
  /** A login code that WeChat could not be asked about. It may work now. */
  readonly pendingLoginCode?: string | undefined
}

/** Handles a verified phone number with all that is known. Its `ApiError`s are answered as they are. */
export type ExchangeHandler = (event: PhoneNumberEvent, details: ExchangeDetails) => Promise<Json | undefined>
