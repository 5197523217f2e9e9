import type { Context } from 'hono'
import type { RequestEntry } from '../api/request-log'
import type { Commands } from '../commands'
import type { Changes } from '../live/changes'
import { createEventStream } from '../live/event-stream'

const MAX_WATCHERS = 20

const HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
}

/** What comes in, as it comes in: server-sent events. */
export function serveLiveEvents(c: Context, { state, requests }: Commands, changes: Changes<RequestEntry>): Response {
  if (changes.watchers() >= MAX_WATCHERS) return c.json({ error: `there are ${MAX_WATCHERS} watchers: close one` }, 503)
  return c.body(createEventStream({ state, requests, changes }), 200, HEADERS)
}
