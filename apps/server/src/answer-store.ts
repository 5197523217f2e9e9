import type { ErrorCode } from '@uni-phone/contract'
import type { Json, VerifiedPhone } from './phone-number-handler'

/** A number that arrived, and what became of it. */
export interface PhoneAnswer {
  readonly outcome: 'phone'
  readonly exchangeId: string
  readonly phone: VerifiedPhone
  readonly openid?: string | undefined
  readonly unionid?: string | undefined
  /** Absent until the business's handler has succeeded. */
  readonly handled?: { readonly data?: Json | undefined } | undefined
}

/** A failure that no retry of the same request can mend. */
export interface ProblemAnswer {
  readonly outcome: 'problem'
  readonly code: ErrorCode
  readonly detail: string
}

export type Answer = PhoneAnswer | ProblemAnswer

/** What a store says to a key: it is yours now, or it was taken, for a body with this fingerprint. */
export type Claim =
  | { readonly state: 'claimed' }
  | { readonly state: 'taken'; readonly fingerprint: string; readonly answer?: Answer | undefined }

/**
 * Keeps the answers of exchanges under their idempotency keys.
 * @see https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/
 */
export interface AnswerStore {
  claim(key: string, fingerprint: string): Promise<Claim>
  /** Keeps the answer under a claimed key, or replaces it. */
  keep(key: string, fingerprint: string, answer: Answer): Promise<void>
  /** Gives a claimed key back: the exchange did not take place. */
  release(key: string): Promise<void>
}

/** How long an answer is kept, in milliseconds. */
export const ANSWER_LIFETIME_MS = 600_000
