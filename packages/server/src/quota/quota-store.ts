/** Paid calls of a product, as WeChat counted them last. */
export interface QuotaReading {
  readonly remaining: number
  readonly total: number
}

/** Turns and readings of the instances that watch one quota. */
export interface QuotaStore {
  /** Takes the turn to ask WeChat. Only one instance gets it, at most every ten minutes. */
  readonly takeTurn: (name: string) => Promise<boolean>
  /** Returns the last reading of any instance. */
  readonly read: (name: string) => Promise<QuotaReading | undefined>
  readonly write: (name: string, reading: QuotaReading) => Promise<void>
}

export const TURN_MS = 600_000

/** Turns and readings of this instance alone. */
export class MemoryQuotaStore implements QuotaStore {
  readonly #now: () => number
  readonly #turns = new Map<string, number>()
  readonly #readings = new Map<string, QuotaReading>()

  /** `now` is a clock that is never set back, in milliseconds. */
  constructor(now = () => performance.now()) {
    this.#now = now
  }

  async takeTurn(name: string): Promise<boolean> {
    const last = this.#turns.get(name)
    if (last !== undefined && this.#now() - last < TURN_MS) return false
    this.#turns.set(name, this.#now())
    return true
  }

  async read(name: string): Promise<QuotaReading | undefined> {
    return this.#readings.get(name)
  }

  async write(name: string, reading: QuotaReading): Promise<void> {
    this.#readings.set(name, reading)
  }
}
