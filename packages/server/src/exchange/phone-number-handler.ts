import type { Json, VerifiedPhone } from '../idempotency'

/** What is known when a number has arrived. */
export interface PhoneNumberEvent {
  readonly phone: VerifiedPhone
  /** Only with a `loginCode` that WeChat accepted. */
  readonly openid?: string | undefined
  /** Only where the mini program is bound to an open-platform account. */
  readonly unionid?: string | undefined
  /** The same for every call about the same exchange: be idempotent by it. */
  readonly exchangeId: string
  readonly requestId: string
}

/**
 * What the business does with a number. What it returns reaches the page as `data`, and every replay repeats it. It is
 * never called twice at the same time for one exchange, and called again after a failure if the client retries.
 */
export type PhoneNumberHandler = (event: PhoneNumberEvent) => Promise<Json | undefined> | Json | undefined
