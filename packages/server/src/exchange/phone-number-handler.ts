import type { Json, VerifiedPhone } from '../idempotency'

/** A verified phone number, for the business's handler. */
export interface PhoneNumberEvent {
  readonly phone: VerifiedPhone
  /** Set only with a `loginCode` that WeChat accepted. */
  readonly openid?: string | undefined
  /** Set only if the mini program is bound to an open-platform account. */
  readonly unionid?: string | undefined
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
