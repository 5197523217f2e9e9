import { type Fields, invalid, isFields, isIntegerBetween, readFields } from '../input'

const MAX_DELAY_MS = 600_000
const MAX_TIMES = 1_000_000

/**
 * What goes wrong with one request.
 *
 * - `errcode`: WeChat refuses, in the words of that endpoint, and does nothing.
 * - `status`: a status that is not WeChat's own, such as 502 with a proxy's page; WeChat does nothing, or its work with `after`.
 * - `body`: status 200 and this text in place of WeChat's answer; WeChat does nothing, or its work with `after`.
 * - `delayMs`: WeChat does its work at once, and the answer comes so many milliseconds later.
 * - `hang`: no answer ever; WeChat does nothing, or its work with `after`.
 * - `reset`: the connection breaks `before` WeChat has done anything, or `after` its work, so that only the reply is lost.
 */
export type Fault =
  | { errcode: number }
  | { status: number; body?: string; after?: true }
  | { delayMs: number }
  | { hang: true; after?: true }
  | { reset: 'before' | 'after' }
  | { body: string; after?: true }

export type FaultKind = 'errcode' | 'status' | 'delay' | 'hang' | 'reset' | 'body'

/** A fault, and which requests meet it. */
export interface FaultOrder {
  /** The path of WeChat's API, without its query. */
  path: string
  /** How many requests meet it. @default 1 */
  times?: number
  fault: Fault
}

const ORDER_USAGE =
  'send {path, times?, fault}: path is one of WeChat\'s, without its query, times is 1 to 1000000, such as {"path": "/wxa/business/getuserphonenumber", "fault": {"errcode": -1}}'
const FAULT_USAGE =
  'send as fault exactly one of {errcode} (a whole number other than 0), {status, body?, after?} (200 to 599), {delayMs} (0 to 600000), {hang: true, after?}, {reset: "before" or "after"}, {body: "raw text", after?}; after is true where WeChat does its work and only its answer is lost'

export function readFaultOrder(value: unknown): Required<FaultOrder> {
  const { path, times, fault } = readFields(value, ['path', 'times', 'fault'], ORDER_USAGE)
  if (typeof path !== 'string' || !/^\/(?!_emulator)[^?#\s]{1,255}$/.test(path)) throw invalid(ORDER_USAGE)
  if (times !== undefined && !isIntegerBetween(times, 1, MAX_TIMES)) throw invalid(ORDER_USAGE)
  return { path, times: times ?? 1, fault: readFault(fault) }
}

export function kindOf(fault: Fault): FaultKind {
  if ('status' in fault) return 'status'
  if ('body' in fault) return 'body'
  if ('errcode' in fault) return 'errcode'
  if ('delayMs' in fault) return 'delay'
  return 'hang' in fault ? 'hang' : 'reset'
}

function readFault(value: unknown): Fault {
  const { after, ...fields } = isFields(value) ? value : {}
  const fault = READERS.get(Object.keys(fields).sort().join())?.(fields)
  if (fault === undefined) throw invalid(FAULT_USAGE)
  if (after === undefined) return fault
  if (after !== true || !('status' in fault || 'body' in fault || 'hang' in fault)) throw invalid(FAULT_USAGE)
  return { ...fault, after }
}

const READERS = new Map<string, (fields: Fields) => Fault | undefined>([
  ['errcode', ({ errcode }) => (isErrcode(errcode) ? { errcode } : undefined)],
  ['status', ({ status }) => (isStatus(status) ? { status } : undefined)],
  ['body,status', ({ status, body }) => (isStatus(status) && typeof body === 'string' ? { status, body } : undefined)],
  ['delayMs', ({ delayMs }) => (isIntegerBetween(delayMs, 0, MAX_DELAY_MS) ? { delayMs } : undefined)],
  ['hang', ({ hang }) => (hang === true ? { hang } : undefined)],
  ['reset', ({ reset }) => (reset === 'before' || reset === 'after' ? { reset } : undefined)],
  ['body', ({ body }) => (typeof body === 'string' ? { body } : undefined)],
])

function isErrcode(value: unknown): value is number {
  return isIntegerBetween(value, -(2 ** 31), 2 ** 31 - 1) && value !== 0
}

function isStatus(value: unknown): value is number {
  return isIntegerBetween(value, 200, 599)
}
