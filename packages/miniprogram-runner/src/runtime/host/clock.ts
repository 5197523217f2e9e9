/** Identifies a timer of a `Clock`. */
export type TimerId = number

interface Timer {
  readonly dueAt: number
  readonly delayMs: number
  readonly run: () => void
  handle?: ReturnType<typeof setTimeout>
}

/** `manual` time stands still until the test moves it; timers of at most a millisecond fire on their own in both modes. */
export type ClockMode = 'real' | 'manual'

// WeChat's engines round shorter delays up, as browsers do; a loop of empty timers then still moves time forward
const SHORTEST_DELAY_MS = 1

/** The time of one mini program, which a test can move forward without waiting. */
export class Clock {
  private readonly timers = new Map<TimerId, Timer>()
  private readonly startedAt = Date.now()
  private readonly mode: ClockMode
  private skippedMs = 0
  private lastId = 0
  private isStopped = false

  constructor(mode: ClockMode = 'real') {
    this.mode = mode
  }

  /** Milliseconds since 1970. */
  readonly now = (): number => (this.mode === 'manual' ? this.startedAt : Date.now()) + this.skippedMs

  /** @param delayMs Anything that the mini program's code passes. */
  readonly setTimeout = (run: () => void, delayMs?: unknown): TimerId => {
    const id = ++this.lastId
    const delay = Math.max(Number(delayMs) || 0, SHORTEST_DELAY_MS)
    const timer: Timer = { dueAt: this.now() + delay, delayMs: delay, run }
    if (this.isStopped) return id
    this.timers.set(id, timer)
    this.arm(id, timer)
    return id
  }

  readonly clearTimeout = (id: TimerId | undefined): void => {
    const timer = id === undefined ? undefined : this.timers.get(id)
    if (id === undefined || timer === undefined) return
    this.timers.delete(id)
    clearTimeout(timer.handle)
  }

  /** Fires what becomes due within `ms`, in order; what a timer causes happens before the next one fires. */
  readonly advance = async (ms: number): Promise<void> => {
    const target = this.now() + ms
    await nextTask()
    for (let id = this.nextDue(target); id !== undefined; id = this.nextDue(target)) {
      this.skipTo(this.timers.get(id)?.dueAt ?? target)
      this.fire(id)
      await nextTask()
    }
    this.skipTo(target)
    this.rearm()
  }

  /** Ends all timers; later ones never fire. */
  readonly stop = (): void => {
    this.isStopped = true
    for (const id of [...this.timers.keys()]) this.clearTimeout(id)
  }

  private arm(id: TimerId, timer: Timer): void {
    if (this.mode === 'manual' && timer.delayMs > SHORTEST_DELAY_MS) return
    timer.handle = setTimeout(() => {
      this.fire(id)
    }, timer.dueAt - this.now())
  }

  private rearm(): void {
    for (const [id, timer] of this.timers) {
      clearTimeout(timer.handle)
      this.arm(id, timer)
    }
  }

  private fire(id: TimerId): void {
    const timer = this.timers.get(id)
    this.clearTimeout(id)
    timer?.run()
  }

  private skipTo(time: number): void {
    this.skippedMs += Math.max(time - this.now(), 0)
  }

  private nextDue(target: number): TimerId | undefined {
    const due = [...this.timers].filter(([, { dueAt }]) => dueAt <= target)
    return due.sort(([a, { dueAt: aDue }], [b, { dueAt: bDue }]) => aDue - bDue || a - b)[0]?.[0]
  }
}

// no timer: a test may have replaced those by fake ones
function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => {
      port1.close()
      resolve()
    }
    port2.postMessage(undefined)
  })
}
