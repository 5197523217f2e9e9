import { type Changes, type Clock, maskAnswer, maskBody, maskQuery } from '../core/index'
import type { FaultKind } from '../faults/index'
import { type ApiCall, endpointOf, type Reply } from './call'

const MAX_RECORDED = 1_000
const MAX_PATH = 256
const MAX_TEXT = 2_048

/** One request to WeChat's API, with everything secret masked. */
export interface RecordedRequest {
  /** Counts up from 1. */
  readonly id: number
  /** Time of arrival, in milliseconds on the emulator's clock. */
  readonly at: number
  readonly method: string
  readonly path: string
  /** Query: codes and tokens are cut short, anything else that may be secret is `***`; empty above 2,048 characters. */
  readonly query: Record<string, string>
  /** Fields of the JSON body, masked like the query; null if there are none, or more than 2,048 characters. */
  readonly body: Record<string, string> | null
  /** State of the request: not answered yet, answered, connection broken by a fault, or closed by the client. */
  readonly outcome: 'waiting' | 'answered' | 'reset' | 'gone'
  /** HTTP status of the answer; null without one. */
  readonly status: number | null
  /** Errcode of the answer; null if it has none. */
  readonly errcode: number | null
  /** WeChat's answer, masked; null if it was not WeChat's. */
  readonly answer: Record<string, unknown> | null
  /** Fault that the request met. */
  readonly fault: FaultKind | null
  /** Latency by the weather, in milliseconds. */
  readonly latencyMs: number
}

type Mutable<Type> = { -readonly [Name in keyof Type]: Type[Name] }

/** A request as it is kept: masked only when it is read, because keeping it is on the hot path. */
export type RequestEntry = Mutable<Omit<RecordedRequest, 'query' | 'body' | 'answer'>> & {
  readonly query: string
  readonly body: string
  answer: string
}

/** Copies the start of a path; a mere slice would keep the whole text in memory. */
function shortPath(path: string): string {
  return path.length > MAX_PATH ? Buffer.from(path.slice(0, MAX_PATH)).toString() : path
}

/** Drops long texts: a thousand of them are not worth their memory. */
function shortText(text: string): string {
  return text.length > MAX_TEXT ? '' : text
}

function newEntry({ method, path, query, body }: ApiCall, id: number, at: number): RequestEntry {
  const kept = { id, at, method, path: shortPath(path), query: shortText(query), body: shortText(body) }
  return { ...kept, outcome: 'waiting', status: null, errcode: null, answer: '', fault: null, latencyMs: 0 }
}

function closeEntry(entry: RequestEntry, reply: Reply): void {
  if (typeof reply === 'string') {
    entry.outcome = reply === 'reset' ? 'reset' : 'gone'
    return
  }
  entry.outcome = 'answered'
  entry.status = reply.status
  entry.errcode = reply.errcode
  if (entry.fault !== 'status' && entry.fault !== 'body') entry.answer = shortText(reply.body)
}

export function toRecorded({ query, body, answer, ...entry }: RequestEntry): RecordedRequest {
  const { id, at, method, path, ...rest } = entry
  return { id, at, method, path, query: maskQuery(query), body: maskBody(body), ...rest, answer: maskAnswer(answer) }
}

export interface RequestDump {
  readonly total: number
  readonly counts: readonly (readonly [path: string, count: number])[]
  readonly entries: readonly RequestEntry[]
}

/** A request that waited when the snapshot was taken lost its connection since. */
function settled(entry: RequestEntry): RequestEntry {
  return { ...entry, outcome: entry.outcome === 'waiting' ? 'gone' : entry.outcome }
}

export type RequestLog = ReturnType<typeof createRequestLog>

/** Keeps the last 1,000 requests and counts all of them by path. */
export function createRequestLog(clock: Clock, changes: Changes<RequestEntry>) {
  let entries: RequestEntry[] = []
  let counts = new Map<string, number>()
  let total = 0
  return {
    open(call: ApiCall): RequestEntry {
      const entry = newEntry(call, ++total, clock.now())
      entries[(entry.id - 1) % MAX_RECORDED] = entry
      const path = endpointOf(call.path) === 'unknown' ? 'other' : call.path
      counts.set(path, (counts.get(path) ?? 0) + 1)
      changes.note(entry)
      return entry
    },
    close<Given extends Reply>(entry: RequestEntry, reply: Given): Given {
      closeEntry(entry, reply)
      changes.note(entry)
      return reply
    },
    list: () =>
      entries
        .filter(Boolean)
        .sort((a, b) => a.id - b.id)
        .map(toRecorded),
    /** Finds a request as it is kept, unmasked. */
    find: (isWanted: (entry: RequestEntry) => boolean) => entries.find((entry) => isWanted(entry)),
    /** Returns the number of requests to each path since the start or the last reset. */
    counts: (): Record<string, number> => Object.fromEntries(counts),
    dump: (): RequestDump => ({ total, counts: [...counts], entries: [...entries] }),
    restore(dump: RequestDump) {
      entries = []
      for (const entry of dump.entries) entries[(entry.id - 1) % MAX_RECORDED] = settled(entry)
      counts = new Map(dump.counts)
      total = dump.total
    },
  }
}
