/** A period in which something must not be repeated. Setting the clock back ends it: it could last for hours otherwise. */
export class Cooldown {
  readonly #now: () => number
  #from = -Infinity
  #until = -Infinity

  constructor(now: () => number) {
    this.#now = now
  }

  start(ms: number): void {
    this.#from = this.#now()
    this.#until = this.#from + ms
  }

  isOver(): boolean {
    const now = this.#now()
    return now >= this.#until || now < this.#from
  }
}
