import type { Clock } from '../clock'
import type { FaultKind } from '../faults/fault'
import type { Changes } from '../live/changes'
import { maskAnswer, maskBody, maskQuery } from '../mask'
import type { Reply } from './answer'
import type { ApiCall } from './api-call'
import { ENDPOINTS } from './endpoint'

const MAX_RECORDED = 1_000
const MAX_PATH = 256
const MAX_TEXT = 2_048

/** One request that reached WeChat's API, with nothing secret in it. */
export interface RecordedRequest {
  /** Counts up from 1. */
  id: number
  /** When it came, in milliseconds on the emulator's clock. */
  at: number
  method: string
  path: string
  /** Its query; codes and tokens are cut short, whatever else may be secret is `***`. */
  query: Record<string, string>
  /** The fields of its JSON body, masked in the same way; null where there are none, or more than 2,048 characters. */
  body: Record<string, string> | null
  /** Whether it is still being answered, has been, met a broken connection, or lost its caller, who went away. */
  outcome: 'waiting' | 'answered' | 'reset' | 'gone'
  /** The HTTP status it was answered with; null without an answer. */
  status: number | null
  /** The errcode it was answered with; null where the answer has none. */
  errcode: number | null
  /** WeChat's answer, masked; null where it was none of WeChat's own. */
  answer: Record<string, unknown> | null
  /** The fault it met. */
  fault: FaultKind | null
}

/** A request as it is kept: masked when it is read, because to keep it is on the path of every request. */
export type RequestEntry = Omit<RecordedRequest, 'query' | 'body' | 'answer'> & {
  query: string
  body: string
  answer: string
}

export interface RequestLog {
  open: (call: ApiCall) => RequestEntry
  close: <Given extends Reply>(entry: RequestEntry, reply: Given) => Given
  list: () => RecordedRequest[]
  /** How many requests each path has had, since the start or the last reset. */
  counts: () => Record<string, number>
  clear: () => void
}

export function createRequestLog(clock: Clock, changes: Changes<RequestEntry>): RequestLog {
  let entries: RequestEntry[] = []
  let counts = new Map<string, number>()
  let total = 0
  return {
    open(call) {
      const entry = newEntry(call, ++total, clock.now())
      entries[(entry.id - 1) % MAX_RECORDED] = entry
      const path = ENDPOINTS.has(call.path) ? call.path : 'other'
      counts.set(path, (counts.get(path) ?? 0) + 1)
      changes.note(entry)
      return entry
    },
    close(entry, reply) {
      closeEntry(entry, reply)
      changes.note(entry)
      return reply
    },
    list: () => [...entries].sort((a, b) => a.id - b.id).map(toRecorded),
    counts: () => Object.fromEntries(counts),
    clear() {
      entries = []
      counts = new Map()
      total = 0
    },
  }
}

export function toRecorded({ query, body, answer, ...entry }: RequestEntry): RecordedRequest {
  const { id, at, method, path, ...rest } = entry
  return { id, at, method, path, query: maskQuery(query), body: maskBody(body), ...rest, answer: maskAnswer(answer) }
}

function newEntry({ method, path, query, body }: ApiCall, id: number, at: number): RequestEntry {
  return {
    id,
    at,
    method,
    path: path.length > MAX_PATH ? path.slice(0, MAX_PATH) : path,
    query,
    body: kept(body),
    outcome: 'waiting',
    status: null,
    errcode: null,
    answer: '',
    fault: null,
  }
}

function closeEntry(entry: RequestEntry, reply: Reply): void {
  entry.outcome = typeof reply === 'string' ? reply : 'answered'
  if (typeof reply === 'string') return
  entry.status = reply.status
  entry.errcode = reply.errcode
  if (entry.fault !== 'status' && entry.fault !== 'body') entry.answer = kept(reply.body)
}

/** A thousand long texts are not worth their memory. */
function kept(text: string): string {
  return text.length > MAX_TEXT ? '' : text
}
