import { WeChatError } from '../errors'
import { Cooldown } from '../transport'
import { BackOff, ForcedRefreshLimit } from './refresh-limits'
import type { IssuedToken, TokenSource } from './token-sources'

/** WeChat issues the successor of a stable token in its last five minutes, in which both are valid. */
const RENEW_BEFORE_EXPIRY_MS = 300_000
/** Spreads the renewals of instances that started at the same time. */
const RENEWAL_SPREAD_MS = 60_000
const MIN_RENEWAL_INTERVAL_MS = 10_000
/** Cooldown after a refresh that returned the rejected token again. */
const REFRESH_COOLDOWN_MS = 1_000

/** The reason for a token fetch. */
export type TokenFetchCause = 'first' | 'renewal' | 'rejected' | 'forced'

/** Reports a token fetch. */
export type TokenFetchEvent =
  | { readonly type: 'token_fetched'; readonly cause: TokenFetchCause; readonly expiresInSeconds: number }
  | { readonly type: 'token_fetch_failed'; readonly cause: TokenFetchCause; readonly error: WeChatError }

/** `serial` differs for each fetch, even if WeChat returned the same token again. */
export interface AccessToken {
  readonly value: string
  readonly serial: number
  readonly expiresAt: number
  readonly renewAt: number
}

export interface AccessTokenCacheOptions {
  readonly source: TokenSource
  readonly now: () => number
  readonly random: () => number
  readonly onEvent: (event: TokenFetchEvent) => void
}

/** Holds one access token for any number of concurrent calls. Fetches never overlap. */
export class AccessTokenCache {
  readonly #source: TokenSource
  readonly #now: () => number
  readonly #random: () => number
  readonly #onEvent: (event: TokenFetchEvent) => void
  readonly #backOff: BackOff
  readonly #refreshCooldown: Cooldown
  readonly #forcedRefreshLimit: ForcedRefreshLimit
  #current: AccessToken | undefined
  #pendingFetch: Promise<AccessToken> | undefined
  /** The last refusal by WeChat, until the token is replaced or accepted again. */
  #refusal: { readonly value: string; readonly error: unknown } | undefined
  #refresh: { readonly rejectedSerial: number; readonly result: Promise<AccessToken> } | undefined
  #serial = 0

  constructor({ source, now, random, onEvent }: AccessTokenCacheOptions) {
    this.#source = source
    this.#now = now
    this.#random = random
    this.#onEvent = onEvent
    this.#backOff = new BackOff(now, random)
    this.#refreshCooldown = new Cooldown(now)
    this.#forcedRefreshLimit = new ForcedRefreshLimit(now)
  }

  /**
   * Returns the current token, at once while it is valid; a token near its expiry is renewed in the background. A token
   * that WeChat rejected is refreshed first, or returned for another attempt during the cooldown.
   */
  get(): AccessToken | Promise<AccessToken> {
    const current = this.#current
    if (!this.#isValid(current)) return this.#fetchFirst()
    if (current.value === this.#refusal?.value) return this.refreshRejected(current, this.#refusal.error)
    if (this.#now() >= current.renewAt && this.#backOff.isOver()) this.#renewInBackground()
    return current
  }

  /** Returns the current token, and rejects with the refusal while WeChat rejects that token and it cannot be replaced. */
  async getAccepted(): Promise<AccessToken> {
    const token = await this.get()
    if (token.value === this.#refusal?.value) throw this.#refusal.error
    return token
  }

  /** Records that WeChat accepted a token. */
  accepted({ value }: AccessToken): void {
    if (value === this.#refusal?.value) this.#refusal = undefined
  }

  /** Returns the successor of a token that WeChat rejected. All calls that met the rejection share one fetch. */
  async refreshRejected(rejected: AccessToken, error: unknown): Promise<AccessToken> {
    if (this.#current?.value === rejected.value) this.#refusal = { value: rejected.value, error }
    // a fetch in flight may have started before the token was rejected, so wait for it first
    while (this.#pendingFetch !== undefined) {
      if (this.#refresh?.rejectedSerial === rejected.serial) return this.#refresh.result
      await this.#pendingFetch.catch(() => undefined)
    }
    const current = this.#current
    const wasReplaced = current?.serial !== rejected.serial
    if (this.#isValid(current) && (wasReplaced || !this.#refreshCooldown.isOver())) return current
    this.#backOff.throwIfWaiting()
    return this.#startRefresh(rejected)
  }

  #isValid(token: AccessToken | undefined): token is AccessToken {
    return token !== undefined && this.#now() < token.expiresAt
  }

  async #fetchFirst(): Promise<AccessToken> {
    if (this.#pendingFetch === undefined) this.#backOff.throwIfWaiting()
    const cause = this.#current === undefined ? 'first' : 'renewal'
    return this.#fetchOnce(() => this.#fetch(cause, this.#source.issue({})))
  }

  #renewInBackground(): void {
    void this.#fetchOnce(() => this.#fetch('renewal', this.#source.issue({}))).catch(() => undefined)
  }

  /** Joins a fetch in flight instead of starting another: a late reply can then never overwrite a newer token. */
  #fetchOnce(fetch: () => Promise<AccessToken>): Promise<AccessToken> {
    this.#pendingFetch ??= fetch().finally(() => {
      this.#pendingFetch = undefined
    })
    return this.#pendingFetch
  }

  async #fetch(cause: TokenFetchCause, issuing: Promise<IssuedToken>): Promise<AccessToken> {
    const requestedAt = this.#now()
    try {
      const issued = await issuing
      this.#onEvent({ type: 'token_fetched', cause, expiresInSeconds: issued.expiresInSeconds })
      return this.#store(issued, requestedAt)
    } catch (error) {
      if (error instanceof WeChatError) this.#onEvent({ type: 'token_fetch_failed', cause, error })
      this.#backOff.failed(error)
      throw error
    }
  }

  #store({ accessToken, expiresInSeconds }: IssuedToken, requestedAt: number): AccessToken {
    const expiresAt = requestedAt + expiresInSeconds * 1000
    const renewAt = expiresAt - RENEW_BEFORE_EXPIRY_MS + this.#random() * RENEWAL_SPREAD_MS
    this.#serial += 1
    this.#backOff.succeeded(MIN_RENEWAL_INTERVAL_MS)
    if (accessToken !== this.#refusal?.value) this.#refusal = undefined
    this.#current = { value: accessToken, serial: this.#serial, expiresAt, renewAt }
    return this.#current
  }

  #startRefresh(rejected: AccessToken): Promise<AccessToken> {
    const result = this.#fetchOnce(() => this.#refreshToken(rejected)).finally(() => {
      this.#refresh = undefined
    })
    this.#refresh = { rejectedSerial: rejected.serial, result }
    return result
  }

  async #refreshToken(rejected: AccessToken): Promise<AccessToken> {
    const { issueByForce } = this.#source
    const token = await this.#fetch('rejected', this.#source.issue({ rejectedToken: rejected.value }))
    if (token.value !== rejected.value) return token
    this.#refreshCooldown.start(REFRESH_COOLDOWN_MS)
    if (issueByForce === undefined || !this.#forcedRefreshLimit.canForceRefresh()) return token
    this.#forcedRefreshLimit.count()
    // WeChat counts for all instances: if it refuses to force, try once more with the token of stable mode
    return this.#fetch('forced', issueByForce()).catch(() => token)
  }
}
