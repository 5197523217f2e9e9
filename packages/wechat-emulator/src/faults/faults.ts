import { type Fields, invalid, isFields, isIntegerBetween, readFields } from '../core/index'

const MAX_FAULTS = 1_000
const MAX_BODIES = 16 * 2 ** 20
const MAX_DELAY_MS = 600_000
const MAX_TIMES = 1_000_000

/**
 * Failure of one request.
 *
 * - `errcode`: WeChat refuses in the words of that endpoint and does nothing.
 * - `status`: an HTTP status from something in between, such as a proxy's 502 page; WeChat does nothing, or its work with `after`.
 * - `body`: status 200 with this text instead of WeChat's response; WeChat does nothing, or its work with `after`.
 * - `delayMs`: WeChat does its work at once, the response arrives this many milliseconds later.
 * - `hang`: no response at all; WeChat does nothing, or its work with `after`.
 * - `reset`: the connection breaks `before` WeChat has done anything, or `after` its work, so that only the response is lost.
 */
export type Fault =
  | { errcode: number }
  | { status: number; body?: string; after?: true }
  | { delayMs: number }
  | { hang: true; after?: true }
  | { reset: 'before' | 'after' }
  | { body: string; after?: true }

export type FaultKind = 'errcode' | 'status' | 'delay' | 'hang' | 'reset' | 'body'

/** A fault and the requests that meet it. */
export interface FaultOrder {
  /** Path of WeChat's API, without a query. */
  readonly path: string
  /** Number of requests that meet it. @default 1 */
  readonly times?: number
  readonly fault: Fault
}

/** An armed fault; the text of a `body` is left out. */
export interface ArmedFault {
  readonly id: string
  readonly path: string
  /** Number of requests that will still meet it. */
  readonly times: number
  readonly kind: FaultKind
  /** The errcode, the status, the milliseconds, or `before` and `after`; null where there is none. */
  readonly value: number | string | null
  /** True if WeChat does its work even so. */
  readonly after: boolean
}

const ORDER_USAGE =
  'send {path, times?, fault}: path is a path of WeChat\'s API without a query, times is 1 to 1000000, for example {"path": "/wxa/business/getuserphonenumber", "fault": {"errcode": -1}}'
const FULL = `${MAX_FAULTS} faults, or ${MAX_BODIES / 2 ** 20} MB of their bodies, are armed: clear them first`
const FAULT_USAGE =
  'send as fault exactly one of {errcode} (an integer other than 0), {status, body?, after?} (200 to 599), {delayMs} (0 to 600000), {hang: true, after?}, {reset: "before" or "after"}, {body: "raw text", after?}; after: true means that WeChat does its work and only the response is lost'

function isErrcode(value: unknown): value is number {
  return isIntegerBetween(value, -(2 ** 31), 2 ** 31 - 1) && value !== 0
}

const isStatus = (value: unknown): value is number => isIntegerBetween(value, 200, 599)

const READERS = new Map<string, (fields: Fields) => Fault | undefined>([
  ['errcode', ({ errcode }) => (isErrcode(errcode) ? { errcode } : undefined)],
  ['status', ({ status }) => (isStatus(status) ? { status } : undefined)],
  ['body,status', ({ status, body }) => (isStatus(status) && typeof body === 'string' ? { status, body } : undefined)],
  ['delayMs', ({ delayMs }) => (isIntegerBetween(delayMs, 0, MAX_DELAY_MS) ? { delayMs } : undefined)],
  ['hang', ({ hang }) => (hang === true ? { hang } : undefined)],
  ['reset', ({ reset }) => (reset === 'before' || reset === 'after' ? { reset } : undefined)],
  ['body', ({ body }) => (typeof body === 'string' ? { body } : undefined)],
])

export function readFault(value: unknown): Fault {
  const { after, ...fields } = isFields(value) ? value : {}
  const fault = READERS.get(Object.keys(fields).sort().join())?.(fields)
  if (fault === undefined) throw invalid(FAULT_USAGE)
  if (after === undefined) return fault
  if (after !== true || !('status' in fault || 'body' in fault || 'hang' in fault)) throw invalid(FAULT_USAGE)
  return { ...fault, after }
}

export function readFaultOrder(value: unknown): Required<FaultOrder> {
  const { path, times, fault } = readFields(value, ['path', 'times', 'fault'], ORDER_USAGE)
  if (typeof path !== 'string' || !/^\/(?!_emulator)[^?#\s]{1,255}$/.test(path)) throw invalid(ORDER_USAGE)
  if (times !== undefined && !isIntegerBetween(times, 1, MAX_TIMES)) throw invalid(ORDER_USAGE)
  return { path, times: times ?? 1, fault: readFault(fault) }
}

export function kindOf(fault: Fault): FaultKind {
  if ('delayMs' in fault) return 'delay'
  return (['status', 'body', 'errcode', 'hang'] as const).find((kind) => kind in fault) ?? 'reset'
}

export function describeFault(fault: Fault): Pick<ArmedFault, 'kind' | 'value' | 'after'> {
  const { errcode, status, delayMs, reset, after }: Partial<Record<string, unknown>> = fault
  const value = [errcode, status, delayMs, reset].find(
    (given) => typeof given === 'number' || typeof given === 'string',
  )
  return { kind: kindOf(fault), value: value ?? null, after: after === true }
}

/** Returns the number of characters in the bodies of faults. */
function sizeOf(orders: { readonly fault: Fault }[]): number {
  return orders.reduce((sum, { fault }) => sum + ('body' in fault ? (fault.body?.length ?? 0) : 0), 0)
}

export interface Armed extends Required<FaultOrder> {
  readonly id: string
  times: number
}

export type FaultList = ReturnType<typeof createFaultList>

export function createFaultList() {
  let armed: Armed[] = []
  let count = 0
  return {
    add: (order: unknown) => {
      const given = readFaultOrder(order)
      if (armed.length >= MAX_FAULTS || sizeOf([...armed, given]) > MAX_BODIES) throw invalid(FULL)
      count += 1
      const id = `fault-${count}`
      armed.push({ id, ...given })
      return { id }
    },
    /** Takes the oldest fault armed for this path, once. */
    take(path: string): Fault | undefined {
      const found = armed.find((fault) => fault.path === path)
      if (found === undefined) return undefined
      found.times -= 1
      if (found.times === 0) armed = armed.filter((fault) => fault !== found)
      return found.fault
    },
    list: (): ArmedFault[] => armed.map(({ id, path, times, fault }) => ({ id, path, times, ...describeFault(fault) })),
    clear: () => {
      armed = []
    },
    dump: () => ({ count, armed: armed.map((fault) => ({ ...fault })) }),
    restore(dump: { readonly count: number; readonly armed: readonly Armed[] }) {
      armed = dump.armed.map((fault) => ({ ...fault }))
      count = dump.count
    },
  }
}
