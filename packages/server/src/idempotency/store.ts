import type { ErrorCode } from '@uni-phone/contract'

/** A value JSON can carry. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json }

/** A verified number, in the contract's terms. */
export interface VerifiedPhone {
  readonly phoneNumber: string
  readonly purePhoneNumber: string
  readonly countryCode: string
  /** When the user authorized, ISO 8601. */
  readonly authorizedAt: string
}

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

/** What a store says to a key. */
export type Claim =
  /** It is yours: no exchange with this key has taken place. */
  | { readonly state: 'claimed' }
  /** It was taken with another body. */
  | { readonly state: 'mismatch' }
  /** Its exchange is under way, here or in another instance. */
  | { readonly state: 'pending' }
  /** Whoever took it has died with the exchange under way, or what it kept cannot be read. */
  | { readonly state: 'abandoned' }
  | { readonly state: 'answered'; readonly answer: Answer }

/** A key and the fingerprint of the body it came with. */
export interface ClaimedRequest {
  readonly key: string
  readonly fingerprint: string
}

/**
 * Keeps the answers of exchanges under their idempotency keys.
 * @see https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/
 */
export interface AnswerStore {
  claim: (request: ClaimedRequest) => Promise<Claim>
  /** Keeps the answer under a claimed key, or replaces it. */
  keep: (request: ClaimedRequest, answer: Answer) => Promise<void>
  /** Gives a claimed key back: the exchange did not take place. */
  release: (key: string) => Promise<void>
  /** Runs work unless another instance is at it for this key; resolves to undefined then. */
  alone: <T>(key: string, work: () => Promise<T>) => Promise<T | undefined>
}

/** How long an answer is kept, in milliseconds. */
export const ANSWER_LIFETIME_MS = 600_000

function worthOf(answer: Answer): number {
  if (answer.outcome === 'problem') return 0
  return answer.handled === undefined ? 1 : 2
}

/** Whether an instance's own answer is worth more than what a shared store says: outages leave the two apart. */
export function isBetter(own: Answer, shared: Claim): boolean {
  if (shared.state === 'mismatch') return false
  return shared.state !== 'answered' || worthOf(own) > worthOf(shared.answer)
}
