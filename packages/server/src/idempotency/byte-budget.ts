/** An owner of kept bytes may hold this share once half of the budget is used. */
const CLIENT_SHARE = 1 / 16
const NEAR = 0.8
const CALM = 0.6

/** Use of a store's memory, in bytes. */
export interface StoreUsage {
  readonly bytes: number
  readonly maxBytes: number
}

/** Options of `ByteBudget`. */
export interface ByteBudgetOptions {
  readonly maxBytes: number
  /** Called when the budget is nearly used up, and again only after it has been well below in between. */
  readonly onNear: (usage: StoreUsage) => void
}

/** Counts kept bytes, in all and by client. It refuses newcomers, so that nothing kept has to be forgotten. */
export class ByteBudget {
  readonly #maxBytes: number
  readonly #onNear: (usage: StoreUsage) => void
  readonly #byClient = new Map<string, number>()
  #bytes = 0
  #near = false

  constructor({ maxBytes, onNear }: ByteBudgetOptions) {
    this.#maxBytes = maxBytes
    this.#onNear = onNear
  }

  get usage(): StoreUsage {
    return { bytes: this.#bytes, maxBytes: this.#maxBytes }
  }

  /** Returns who has no room for that many bytes more. */
  findShortage(client: string, bytes: number): 'client' | 'store' | undefined {
    if (this.#bytes + bytes > this.#maxBytes) return 'store'
    if (this.#bytes < this.#maxBytes / 2) return undefined
    const held = this.#byClient.get(client) ?? 0
    return held + bytes > this.#maxBytes * CLIENT_SHARE ? 'client' : undefined
  }

  /** Adds bytes to a client's account, or takes them off. */
  charge(client: string, bytes: number): void {
    this.#bytes += bytes
    const held = (this.#byClient.get(client) ?? 0) + bytes
    if (held > 0) this.#byClient.set(client, held)
    else this.#byClient.delete(client)
    this.#watch()
  }

  #watch(): void {
    const share = this.#bytes / this.#maxBytes
    if (share < CALM) this.#near = false
    if (share < NEAR || this.#near) return
    this.#near = true
    this.#onNear(this.usage)
  }
}
