/**
 * The way WeChat answers one function of `wx`, one event or one native button.
 *
 * - `normal`: as documented.
 * - `never`: the call has its effect, and no callback is called.
 * - `twice`: each callback is called twice.
 * - `held`: the callbacks wait for `releaseAnswers`.
 * - `{ fail }`: the call has no effect and fails with this text; a function whose name ends with `Sync` throws it.
 */
export type WxAnswer = 'normal' | 'never' | 'twice' | 'held' | { readonly fail: string; readonly errno?: number }

interface Held {
  readonly api: string
  readonly task: () => void
}

/**
 * Brings answers, events and due timers to the mini program's code: as the test has told, and only while that code is
 * allowed to run. Five seconds after it was hidden it is suspended, and what arrives waits until it is shown.
 *
 * @see https://developers.weixin.qq.com/miniprogram/dev/framework/runtime/operating-mechanism.html
 */
export class Delivery {
  private readonly answers = new Map<string, WxAnswer>()
  private held: Held[] = []
  private waiting: (() => void)[] = []
  private isSuspended = false

  readonly setAnswer = (api: string, answer: WxAnswer): void => {
    this.answers.set(api, answer)
  }

  /** The failure that the test has set for this function, `fail ` not included. */
  failureOf(api: string): { readonly fail: string; readonly errno?: number } | undefined {
    const answer = this.answers.get(api)
    return typeof answer === 'object' ? answer : undefined
  }

  /** Names of the functions whose answers are held, in the order in which they came. */
  heldAnswers(): string[] {
    return this.held.map(({ api }) => api)
  }

  /** Delivers held answers: those of one function, or all. */
  readonly releaseAnswers = (api?: string): void => {
    const isMeant = (held: Held): boolean => api === undefined || held.api === api
    const released = this.held.filter(isMeant)
    this.held = this.held.filter((held) => !isMeant(held))
    for (const { task } of released) this.run(task)
  }

  deliver(api: string, task: () => void): void {
    const answer = this.answers.get(api)
    if (answer === 'never') return
    if (answer === 'held') {
      this.held.push({ api, task })
      return
    }
    this.run(task)
    if (answer === 'twice') this.run(task)
  }

  /** Runs code of the mini program, now or once it is no longer suspended. */
  run(task: () => void): void {
    if (this.isSuspended) this.waiting.push(task)
    else task()
  }

  suspend(): void {
    this.isSuspended = true
  }

  /** Unverified: what waited comes in the order in which it arrived, before `onShow`. */
  resume(): void {
    this.isSuspended = false
    for (const task of this.waiting.splice(0)) task()
  }

  stop(): void {
    this.held = []
    this.waiting = []
  }
}
