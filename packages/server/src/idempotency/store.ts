import type { ErrorCode } from '@uni-phone/contract'

/** A value that JSON can carry. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json }

/** A phone number that WeChat verified. */
export interface VerifiedPhone {
  /** With the country code if it is not 86. */
  readonly phoneNumber: string
  /** Without the country code. */
  readonly purePhoneNumber: string
  readonly countryCode: string
  /** Time of the user's consent, ISO 8601. */
  readonly authorizedAt: string
}

/** The user that a login code stands for. */
export interface Identity {
  readonly openid?: string | undefined
  /** Only if the mini program is bound to an open-platform account. */
  readonly unionid?: string | undefined
}

/** A phone number that arrived, and the handler's result. */
export interface PhoneAnswer extends Identity {
  readonly outcome: 'phone'
  /** WeChat itself has checked that the phone code and the openid belong to one person. */
  readonly openidChecked?: boolean | undefined
  /** A login code came, and WeChat could not be asked whose it is. */
  readonly openidPending?: boolean | undefined
  readonly exchangeId: string
  readonly phone: VerifiedPhone
  /** Set once the business's handler has succeeded. */
  readonly handled?: { readonly data?: Json | undefined } | undefined
}

/** A failure that a retry of the same request cannot change. */
interface ProblemAnswer {
  readonly outcome: 'problem'
  readonly code: ErrorCode
}

/** A session that began with a login code alone. */
interface SessionAnswer {
  readonly outcome: 'session'
  readonly token: string
  readonly expiresAt: string
}

/** The final answer of an exchange, kept for retries. */
export type Answer = PhoneAnswer | SessionAnswer | ProblemAnswer

/** A request as a store sees it. */
export interface StoredRequest {
  /** Idempotency key. */
  readonly key: string
  /** Hash of the body that came with the key. */
  readonly fingerprint: string
  /** Client address, to which the kept bytes are charged. */
  readonly client: string
}

/** Result of trying to acquire a key. */
export type Acquisition =
  /** The caller owns the key now. `identity` is left over from an attempt that failed otherwise. */
  | { readonly state: 'acquired'; readonly identity?: Identity | undefined }
  /** The key came before with another body. */
  | { readonly state: 'mismatch' }
  /** An exchange with this key is in flight, here or in another instance. */
  | { readonly state: 'pending' }
  /** The owner died in the middle of the exchange, or its answer cannot be decrypted. */
  | { readonly state: 'orphaned' }
  /** No room for another key: for this client, or for anyone. */
  | { readonly state: 'full'; readonly scope: 'client' | 'store' }
  | { readonly state: 'answered'; readonly answer: Answer }

/** Duration of a lock, in milliseconds. */
export interface Lease {
  readonly durationMs: number
  /** How long the work may take. What is left of the lease is for an instance that stands still before it starts. */
  readonly workMs: number
}

/**
 * Keeps the answers of exchanges by idempotency key. No method rejects, except with the error of the work it runs.
 * @see https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/
 */
export interface IdempotencyStore {
  readonly acquire: (request: StoredRequest) => Promise<Acquisition>
  /** Keeps an answer. An answer that is already further along stays. */
  readonly save: (request: StoredRequest, answer: Answer) => Promise<void>
  /** Gives an acquired key back: the exchange did not take place. Keeps what the login code gave. */
  readonly release: (request: StoredRequest, identity?: Identity) => Promise<void>
  /**
   * Runs work and saves its answer, unless work for this key is running elsewhere; then resolves to undefined. The lock
   * ends with the work or with its lease.
   */
  readonly withLock: (
    request: StoredRequest,
    lease: Lease,
    work: () => Promise<PhoneAnswer>,
  ) => Promise<PhoneAnswer | undefined>
}

const ANSWER_LIFETIME_MS = 600_000
/** A refusal costs little to repeat, and strangers can cause any number of them. */
const REFUSAL_LIFETIME_MS = 60_000
/** Longer than any exchange: an older claim without an answer belongs to an instance that died. */
export const ORPHANED_AFTER_MS = 20_000

/** How far along a key is. A higher rank is never replaced by a lower one. */
export const RANK = { released: 0, claimed: 1, problem: 2, phone: 3, handled: 4 } as const

/** Rank of a key with this answer; without one it is claimed. */
export function rankOf(answer: Answer | undefined): number {
  if (answer === undefined) return RANK.claimed
  if (answer.outcome === 'problem') return RANK.problem
  if (answer.outcome === 'session') return RANK.handled
  return answer.handled === undefined ? RANK.phone : RANK.handled
}

/** A problem whose repetition could send a used code again is kept as long as a phone number. */
export function isBrief(answer: Answer | undefined): boolean {
  return answer?.outcome === 'problem' && answer.code !== 'outcome_unknown' && answer.code !== 'internal'
}

/** How long an answer is kept, in milliseconds. */
export function lifetimeOf(answer: Answer | undefined): number {
  return isBrief(answer) ? REFUSAL_LIFETIME_MS : ANSWER_LIFETIME_MS
}

/** Prefers the local answer if it is further along; the two diverge while Redis is away. */
export function isMoreComplete(own: Answer, shared: Acquisition): boolean {
  if (shared.state === 'mismatch') return false
  return shared.state !== 'answered' || rankOf(own) > rankOf(shared.answer)
}
