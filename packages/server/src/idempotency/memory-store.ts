import { ByteBudget, type StoreUsage } from './byte-budget'
import {
  type Acquisition,
  type Answer,
  type IdempotencyStore,
  type Identity,
  isBrief,
  type Lease,
  lifetimeOf,
  type PhoneAnswer,
  RANK,
  rankOf,
  type StoredRequest,
} from './store'

/** State of a key in a store. */
export interface KnownKey {
  readonly request: StoredRequest
  /** Absent while the exchange is in flight, and after it was given back. */
  readonly answer?: Answer | undefined
  /** Set if the key was given back after a login code had been used. */
  readonly identity?: Identity | undefined
  readonly lifetimeMs: number
}

interface Entry {
  readonly request: StoredRequest
  readonly answer: Answer | undefined
  readonly identity: Identity | undefined
  readonly bytes: number
  readonly expiresAt: number
}

/** Options of `MemoryStore`. */
export interface MemoryStoreOptions {
  /** A clock that is never set back, in milliseconds. @default performance.now */
  readonly now?: (() => number) | undefined
  /** @default 128 MiB */
  readonly maxBytes?: number | undefined
  /** Called when the store is nearly full. */
  readonly onNearlyFull?: ((usage: StoreUsage) => void) | undefined
}

/** Measured with Node 20: an entry, its key and its fingerprint; the answer of a phone number adds as much again. */
const ENTRY_BYTES = 400
const PHONE_BYTES = 450
const DEFAULT_MAX_BYTES = 128 * 1024 * 1024
/** Keys expire without a request, too: a phone number must not stay in memory. */
const SWEEP_INTERVAL_MS = 30_000

/** A claim reserves the bytes of a phone number, so that an answer always finds room. */
function sizeOf({ key }: StoredRequest, answer: Answer | undefined): number {
  const base = ENTRY_BYTES + key.length
  if (answer?.outcome === 'problem') return base
  const data = answer?.outcome === 'phone' ? answer.handled?.data : undefined
  return base + PHONE_BYTES + (data === undefined ? 0 : 2 * JSON.stringify(data).length)
}

/** Deletes entries from the front of a map whose entries all live equally long: the first in is the first to expire. */
function popExpired(entries: Map<string, Entry>, now: number, onExpired: (entry: Entry) => void): void {
  for (const [key, entry] of entries) {
    if (entry.expiresAt > now) return
    entries.delete(key)
    onExpired(entry)
  }
}

/** Answers in the memory of this process. A full store refuses new keys and forgets none. */
export class MemoryStore implements IdempotencyStore {
  readonly #now: () => number
  readonly #budget: ByteBudget
  readonly #lasting = new Map<string, Entry>()
  readonly #brief = new Map<string, Entry>()
  readonly #leases = new Map<string, { readonly until: number }>()
  #sweeper: NodeJS.Timeout | undefined

  constructor({ now, maxBytes = DEFAULT_MAX_BYTES, onNearlyFull }: MemoryStoreOptions = {}) {
    this.#now = now ?? (() => performance.now())
    this.#budget = new ByteBudget({ maxBytes, onNear: onNearlyFull ?? (() => undefined) })
  }

  get usage(): StoreUsage {
    return this.#budget.usage
  }

  async acquire(request: StoredRequest): Promise<Acquisition> {
    this.#sweep()
    const known = this.peek(request)
    if (known !== undefined) return known
    const identity = this.#identityOf(request)
    const scope = this.#budget.findShortage(request.client, sizeOf(request, undefined))
    if (scope !== undefined) return { state: 'full', scope }
    this.#write(request, undefined)
    return { state: 'acquired', identity }
  }

  async save(request: StoredRequest, answer: Answer): Promise<void> {
    const entry = this.#find(request.key)
    if (entry !== undefined && entry.request.fingerprint !== request.fingerprint) return
    if (entry?.answer !== undefined && rankOf(entry.answer) >= rankOf(answer)) return
    this.#write(request, answer)
  }

  async release(request: StoredRequest, identity?: Identity): Promise<void> {
    const entry = this.#find(request.key)
    if (entry === undefined || entry.answer !== undefined) return
    if (identity === undefined) this.#remove(request.key)
    else this.#write(request, undefined, identity)
  }

  async withLock(
    request: StoredRequest,
    { durationMs }: Pick<Lease, 'durationMs'>,
    work: () => Promise<PhoneAnswer>,
  ): Promise<PhoneAnswer | undefined> {
    const { key } = request
    const answer = this.#find(key)?.answer
    if (answer !== undefined && rankOf(answer) >= RANK.handled) return undefined
    const held = this.#leases.get(key)
    if (held !== undefined && held.until > this.#now()) return undefined
    const lease = { until: this.#now() + durationMs }
    this.#leases.set(key, lease)
    try {
      const handled = await work()
      await this.save(request, handled)
      return handled
    } finally {
      if (this.#leases.get(key) === lease) this.#leases.delete(key)
    }
  }

  /** Returns what `acquire` would, without acquiring; undefined if the key is free. */
  peek(request: StoredRequest): Acquisition | undefined {
    const entry = this.#find(request.key)
    if (entry === undefined || entry.identity !== undefined) return undefined
    if (entry.request.fingerprint !== request.fingerprint) return { state: 'mismatch' }
    return entry.answer === undefined ? { state: 'pending' } : { state: 'answered', answer: entry.answer }
  }

  /** Lists all keys that have not expired, the newest first. */
  list(): readonly KnownKey[] {
    this.#sweep()
    const now = this.#now()
    const entries = [...this.#brief.values(), ...this.#lasting.values()]
    return entries.reverse().map(({ request, answer, identity, expiresAt }) => ({
      request,
      answer,
      identity,
      lifetimeMs: Math.ceil(expiresAt - now),
    }))
  }

  #identityOf({ key, fingerprint }: StoredRequest): Identity | undefined {
    const entry = this.#find(key)
    return entry?.request.fingerprint === fingerprint ? entry.identity : undefined
  }

  #find(key: string): Entry | undefined {
    const entry = this.#lasting.get(key) ?? this.#brief.get(key)
    return entry !== undefined && entry.expiresAt > this.#now() ? entry : undefined
  }

  #write({ key, fingerprint, client }: StoredRequest, answer: Answer | undefined, identity?: Identity): void {
    this.#remove(key)
    const request = { key, fingerprint, client }
    const bytes = sizeOf(request, answer)
    const entries = isBrief(answer) ? this.#brief : this.#lasting
    entries.set(key, { request, answer, identity, bytes, expiresAt: this.#now() + lifetimeOf(answer) })
    this.#budget.charge(client, bytes)
    this.#sweepLater()
  }

  #remove(key: string): void {
    for (const entries of [this.#lasting, this.#brief]) {
      const entry = entries.get(key)
      if (entry === undefined) continue
      entries.delete(key)
      this.#refund(entry)
    }
  }

  readonly #refund = ({ request, bytes }: Entry): void => {
    this.#budget.charge(request.client, -bytes)
  }

  #sweep(): void {
    const now = this.#now()
    popExpired(this.#lasting, now, this.#refund)
    popExpired(this.#brief, now, this.#refund)
  }

  #sweepLater(): void {
    this.#sweeper ??= setTimeout(() => {
      this.#sweeper = undefined
      this.#sweep()
      for (const [key, { until }] of this.#leases) if (until <= this.#now()) this.#leases.delete(key)
      if (this.#lasting.size + this.#brief.size > 0) this.#sweepLater()
    }, SWEEP_INTERVAL_MS).unref()
  }
}
