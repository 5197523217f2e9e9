import type { Context } from 'hono'
import type { Changes } from '../core/index'
import type { Commands, EmulatorState } from '../state/index'
import { type RecordedRequest, type RequestEntry, toRecorded } from '../wire/index'

/** Interval of `change` events: a load test makes thousands of changes a second. */
const INTERVAL_MS = 100
const HEARTBEAT_MS = 15_000
const LISTED = 100
/** Unread bytes after which a client is disconnected. */
const MAX_UNREAD_BYTES = 4 * 2 ** 20
const MAX_CLIENTS = 20

const HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
}

/** Data of an event: `snapshot` is everything, `change` is what has changed since the last event. */
export interface LiveEvent {
  readonly state: EmulatorState
  /** The newest hundred; in a `change` only those that arrived or were answered since. */
  readonly requests: RecordedRequest[]
}

interface Parts {
  readonly changes: Changes<RequestEntry>
  readonly commands: Pick<Commands, 'state' | 'requests'>
}

interface Events {
  readonly snapshot: () => void
  readonly change: (entries: RequestEntry[]) => void
  readonly heartbeat: () => void
}

function toEvent(name: string, event: LiveEvent): string {
  return `event: ${name}\ndata: ${JSON.stringify(event)}\n\n`
}

function createSender(controller: ReadableStreamDefaultController<Uint8Array>, stop: () => void) {
  const encoder = new TextEncoder()
  return (text: string) => {
    if ((controller.desiredSize ?? 0) > 0) {
      controller.enqueue(encoder.encode(text))
      return
    }
    stop()
    controller.close()
  }
}

function listen(changes: Changes<RequestEntry>, { snapshot, change, heartbeat }: Events): () => void {
  let changed = new Set<RequestEntry>()
  let timer: NodeJS.Timeout | undefined
  const flush = () => {
    const entries = [...changed]
    timer = undefined
    changed = new Set()
    change(entries)
  }
  const unlisten = changes.listen({
    note(entry) {
      if (entry !== undefined) changed.add(entry)
      timer ??= setTimeout(flush, INTERVAL_MS).unref()
    },
    restart() {
      changed.clear()
      snapshot()
    },
  })
  const heartbeats = setInterval(heartbeat, HEARTBEAT_MS).unref()
  return () => {
    unlisten()
    clearTimeout(timer)
    clearInterval(heartbeats)
  }
}

/** @see https://html.spec.whatwg.org/multipage/server-sent-events.html */
function createEventStream({ changes, commands: { state, requests } }: Parts): ReadableStream<Uint8Array> {
  let stop = () => {}
  const start = (controller: ReadableStreamDefaultController<Uint8Array>) => {
    const send = createSender(controller, () => {
      stop()
    })
    const snapshot = () => {
      send(toEvent('snapshot', { state: state(), requests: requests().slice(-LISTED) }))
    }
    const change = (entries: RequestEntry[]) => {
      send(toEvent('change', { state: state(), requests: entries.slice(-LISTED).map(toRecorded) }))
    }
    const heartbeat = () => {
      send(':\n\n')
    }
    stop = listen(changes, { snapshot, change, heartbeat })
    snapshot()
  }
  const cancel = () => {
    stop()
  }
  return new ReadableStream({ start, cancel }, new ByteLengthQueuingStrategy({ highWaterMark: MAX_UNREAD_BYTES }))
}

/** Serves state and requests as they change. */
export function serveEvents(c: Context, parts: Parts): Response {
  if (parts.changes.count() >= MAX_CLIENTS) return c.json({ error: `${MAX_CLIENTS} clients listen: close one` }, 503)
  return c.body(createEventStream(parts), 200, HEADERS)
}
