import { describe, type Clock, type Delivery, type ProblemLog, type TimerId } from '../host/index'

type Callback = (...args: unknown[]) => void

interface TimerDeps {
  readonly clock: Clock
  readonly delivery: Delivery
  /** Runs code of the mini program. */
  readonly guard: (run: () => void) => void
}

/** Timers and `Date` of the mini program's modules. They follow its clock, and stop while it is suspended. */
export function createTimers({ clock, delivery, guard }: TimerDeps): Record<string, unknown> {
  const intervals = new Map<TimerId, TimerId>()

  function start(run: () => void, delayMs?: number): TimerId {
    return clock.setTimeout(() => {
      delivery.run(run)
    }, delayMs)
  }

  // one list of timers for both kinds, as in browsers and Node
  function clear(id: TimerId | undefined): void {
    if (id === undefined) return
    clock.clearTimeout(intervals.get(id) ?? id)
    intervals.delete(id)
  }

  function setInterval(callback: Callback, delayMs?: number, ...args: unknown[]): TimerId {
    const tick = (): void => {
      intervals.set(id, start(tick, delayMs))
      guard(() => {
        callback(...args)
      })
    }
    const id = start(tick, delayMs)
    intervals.set(id, id)
    return id
  }

  return {
    setTimeout: (callback: Callback, delayMs?: number, ...args: unknown[]) =>
      start(() => {
        guard(() => {
          callback(...args)
        })
      }, delayMs),
    setInterval,
    clearTimeout: clear,
    clearInterval: clear,
    Date: createDate(clock),
  }
}

function createDate({ now }: Clock): DateConstructor {
  return new Proxy(Date, {
    construct: (target, args, newTarget: DateConstructor) =>
      Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget) as Date,
    apply: (target) => new target(now()).toString(),
    get: (target, name) => (name === 'now' ? now : (Reflect.get(target, name) as unknown)),
  })
}

const CONSOLE_METHODS = [
  'log',
  'info',
  'debug',
  'warn',
  'error',
  'group',
  'groupEnd',
  'table',
  'time',
  'timeEnd',
] as const

/** Creates the console of the modules. It is silent; an error is logged as a problem. */
export function createConsole(problems: ProblemLog): Record<string, (...args: unknown[]) => void> {
  return Object.fromEntries(
    CONSOLE_METHODS.map((method) => [
      method,
      (...args: unknown[]) => {
        if (method === 'error') problems.report(args.map(describe).join(' '))
      },
    ]),
  )
}
