import { type RecordedRequest, type RequestEntry, toRecorded } from '../api/request-log'
import type { EmulatorState } from '../state'
import type { Changes } from './changes'

/** Not with each change: a load test makes thousands a second. */
const PAUSE_MS = 100
const HEARTBEAT_MS = 15_000
const LISTED = 100
/** What a watcher may leave unread before it is let go. */
const MAX_UNREAD = 100

/** One event: `snapshot` is all there is, `change` what has changed since. */
export interface LiveEvent {
  state: EmulatorState
  /** The newest hundred; in a `change` only those that came or were answered since. */
  requests: RecordedRequest[]
}

interface Parts {
  changes: Changes<RequestEntry>
  state: () => EmulatorState
  requests: () => RecordedRequest[]
}

/** @see https://html.spec.whatwg.org/multipage/server-sent-events.html */
export function createEventStream({ changes, state, requests }: Parts): ReadableStream<Uint8Array> {
  let stop = () => {}
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const send = createSender(controller, () => {
          stop()
        })
        const snapshot = () => {
          send(toEvent('snapshot', { state: state(), requests: requests().slice(-LISTED) }))
        }
        const change = (entries: RequestEntry[]) => {
          send(toEvent('change', { state: state(), requests: entries.slice(-LISTED).map(toRecorded) }))
        }
        stop = startWatching(changes, snapshot, change, () => {
          send(':\n\n')
        })
        snapshot()
      },
      cancel: () => {
        stop()
      },
    },
    { highWaterMark: MAX_UNREAD },
  )
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

function startWatching(
  changes: Changes<RequestEntry>,
  snapshot: () => void,
  change: (entries: RequestEntry[]) => void,
  beat: () => void,
): () => void {
  let changed = new Set<RequestEntry>()
  let timer: NodeJS.Timeout | undefined
  const flush = () => {
    const entries = [...changed]
    timer = undefined
    changed = new Set()
    change(entries)
  }
  const schedule = () => (timer ??= setTimeout(flush, PAUSE_MS).unref())
  const unwatch = changes.watch({
    note(entry) {
      if (entry !== undefined) changed.add(entry)
      schedule()
    },
    restart() {
      changed.clear()
      snapshot()
    },
  })
  const heartbeat = setInterval(beat, HEARTBEAT_MS).unref()
  return () => {
    unwatch()
    clearTimeout(timer)
    clearInterval(heartbeat)
  }
}
