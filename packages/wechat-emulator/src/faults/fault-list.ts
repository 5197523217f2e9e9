import { invalid } from '../input'
import { type Fault, type FaultKind, kindOf, readFaultOrder } from './fault'

const MAX_FAULTS = 1_000

/** An armed fault; the text of a `body` is left out. */
export interface ArmedFault {
  id: string
  path: string
  /** How many requests will still meet it. */
  times: number
  kind: FaultKind
  /** The errcode, the status, the milliseconds, or `before` and `after`; null where there is none. */
  value: number | string | null
  /** Whether WeChat does its work all the same. */
  after: boolean
}

export interface FaultList {
  add: (order: unknown) => { id: string }
  /** The oldest fault armed for this path, spent by one. */
  take: (path: string) => Fault | undefined
  list: () => ArmedFault[]
  clear: () => void
}

export function createFaultList(): FaultList {
  let armed: { id: string; path: string; times: number; fault: Fault }[] = []
  let count = 0
  return {
    add(order) {
      if (armed.length >= MAX_FAULTS) throw invalid(`${MAX_FAULTS} faults are armed: clear them first`)
      count += 1
      const id = `fault-${count}`
      armed.push({ id, ...readFaultOrder(order) })
      return { id }
    },
    take(path) {
      const found = armed.find((fault) => fault.path === path)
      if (found === undefined) return undefined
      found.times -= 1
      if (found.times === 0) armed = armed.filter((fault) => fault !== found)
      return found.fault
    },
    list: () => armed.map(({ id, path, times, fault }) => ({ id, path, times, ...describeFault(fault) })),
    clear: () => {
      armed = []
    },
  }
}

function describeFault(fault: Fault): Pick<ArmedFault, 'kind' | 'value' | 'after'> {
  const { errcode, status, delayMs, reset, after }: Partial<Record<string, unknown>> = fault
  const value = [errcode, status, delayMs, reset].find(
    (given) => typeof given === 'number' || typeof given === 'string',
  )
  return { kind: kindOf(fault), value: value ?? null, after: after === true }
}
