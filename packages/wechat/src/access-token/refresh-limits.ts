import { Cooldown } from '../transport'

const MIN_BACK_OFF_MS = 500
const MAX_BACK_OFF_MS = 60_000
/** https://developers.weixin.qq.com/miniprogram/dev/server/API/mp-access-token/api_getstableaccesstoken.html */
const MIN_FORCE_INTERVAL_MS = 30_000
const MAX_FORCED_PER_DAY = 20
const DAY_MS = 86_400_000

/** Spaces out fetches that fail: each delay is twice the one before, with jitter. */
export class BackOff {
  readonly #random: () => number
  readonly #cooldown: Cooldown
  #failures = 0
  #lastError: unknown

  constructor(now: () => number, random: () => number) {
    this.#random = random
    this.#cooldown = new Cooldown(now)
  }

  succeeded(cooldownMs: number): void {
    this.#failures = 0
    this.#cooldown.start(cooldownMs)
  }

  /** The first failure has no delay: it may be a network glitch. */
  failed(error: unknown): void {
    this.#lastError = error
    this.#failures += 1
    const delay = Math.min(MAX_BACK_OFF_MS, MIN_BACK_OFF_MS * 2 ** (this.#failures - 2))
    this.#cooldown.start(this.#failures < 2 ? 0 : delay * (0.5 + this.#random() / 2))
  }

  isOver(): boolean {
    return this.#cooldown.isOver()
  }

  /** Throws the last error until the delay after it is over. */
  throwIfWaiting(): void {
    if (this.#failures > 0 && !this.isOver()) throw this.#lastError
  }
}

/** Counts forced refreshes against WeChat's limits: one every 30 seconds, 20 a day. */
export class ForcedRefreshLimit {
  readonly #now: () => number
  readonly #cooldown: Cooldown
  #times: number[] = []

  constructor(now: () => number) {
    this.#now = now
    this.#cooldown = new Cooldown(now)
  }

  canForceRefresh(): boolean {
    const now = this.#now()
    this.#times = this.#times.filter((time) => time > now - DAY_MS && time <= now)
    return this.#times.length < MAX_FORCED_PER_DAY && this.#cooldown.isOver()
  }

  count(): void {
    this.#times.push(this.#now())
    this.#cooldown.start(MIN_FORCE_INTERVAL_MS)
  }
}
