import type { Clock } from '../clock'
import type { FaultKind } from '../faults/fault'
import { maskQuery } from '../mask'
import type { Reply } from './answer'
import type { ApiCall } from './api-call'
import { ENDPOINTS } from './endpoint'

const MAX_RECORDED = 1_000
const MAX_LENGTH = 256

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
  /** Whether it is still being answered, has been, met a broken connection, or lost its caller, who went away. */
  outcome: 'waiting' | 'answered' | 'reset' | 'gone'
  /** The HTTP status it was answered with; null without an answer. */
  status: number | null
  /** The errcode it was answered with; null where the answer has none. */
  errcode: number | null
  /** The fault it met. */
  fault: FaultKind | null
}

type Entry = Omit<RecordedRequest, 'query'> & { query: string }

export interface RequestLog {
  open: (call: ApiCall) => Entry
  list: () => RecordedRequest[]
  /** How many requests each path has had, since the start or the last reset. */
  counts: () => Record<string, number>
  clear: () => void
}

export function createRequestLog(clock: Clock): RequestLog {
  let entries: Entry[] = []
  let counts = new Map<string, number>()
  let total = 0
  return {
    open(call) {
      const entry = newEntry(call, ++total, clock.now())
      entries[(entry.id - 1) % MAX_RECORDED] = entry
      const path = ENDPOINTS.has(call.path) ? call.path : 'other'
      counts.set(path, (counts.get(path) ?? 0) + 1)
      return entry
    },
    list: () => [...entries].sort((a, b) => a.id - b.id).map((entry) => ({ ...entry, query: maskQuery(entry.query) })),
    counts: () => Object.fromEntries(counts),
    clear() {
      entries = []
      counts = new Map()
      total = 0
    },
  }
}

export function closeEntry<Given extends Reply>(entry: Entry, reply: Given): Given {
  entry.outcome = typeof reply === 'string' ? reply : 'answered'
  if (typeof reply === 'string') return reply
  entry.status = reply.status
  entry.errcode = reply.errcode
  return reply
}

/** Masked when it is read, not here: this is on the path of every request. */
function newEntry({ method, path, query }: ApiCall, id: number, at: number): Entry {
  const kept = path.length > MAX_LENGTH ? path.slice(0, MAX_LENGTH) : path
  return { id, at, method, path: kept, query, outcome: 'waiting', status: null, errcode: null, fault: null }
}
