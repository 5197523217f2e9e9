import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import type { Answer, Reply } from '../api/answer'
import type { Api } from '../api/api'
import type { ApiCall } from '../api/api-call'
import { type Control, isControlPath } from '../control/control'
import { readBody } from './node-body'

/** Statuses under which HTTP allows no length. */
const LENGTHLESS = new Set([204, 304])

const TOO_LARGE: Answer = { status: 413, contentType: '', body: '', errcode: null }
const FAILED: Answer = { status: 500, contentType: 'text/plain', body: 'the emulator failed', errcode: null }

/**
 * The emulator behind a socket. WeChat's API is answered with nothing between it and Node, so that it is never what a
 * benchmark measures. The control API goes through Hono's adapter, which is kept from replacing the process's own
 * Request and Response: an emulator started in a test must leave that test's globals alone.
 */
export function createNodeListener(api: Api, control: Control, log: (line: string) => void): RequestListener {
  const listenToControl = getRequestListener((request) => control.fetch(request), { overrideGlobalObjects: false })
  return (incoming, outgoing) => {
    const target = splitTarget(incoming.url ?? '/')
    if (isControlPath(target.path)) {
      void listenToControl(incoming, outgoing)
      return
    }
    replyTo(api, incoming, outgoing, target).then(
      (reply) => {
        send(outgoing, reply)
      },
      (error: unknown) => {
        log(`answering ${target.path} failed: ${error instanceof Error ? error.name : 'unknown error'}`)
        send(outgoing, FAILED)
      },
    )
  }
}

interface Target {
  path: string
  query: string
}

/** A client that uses the emulator as its HTTP proxy names the whole address. */
function splitTarget(target: string): Target {
  const start = target.startsWith('/') ? 0 : Math.max(0, target.indexOf('/', target.indexOf('//') + 2))
  const mark = target.indexOf('?', start)
  if (mark === -1) return { path: target.slice(start), query: '' }
  return { path: target.slice(start, mark), query: target.slice(mark + 1) }
}

async function replyTo(api: Api, incoming: IncomingMessage, outgoing: ServerResponse, target: Target): Promise<Reply> {
  const isPost = incoming.method === 'POST'
  const hasLength = !isPost || incoming.headers['content-length'] !== undefined
  const body = isPost && hasLength ? await readBody(incoming) : { text: '' }
  if (body === 'gone') return 'gone'
  if (body === 'too large') return TOO_LARGE
  const call: ApiCall = {
    method: incoming.method ?? 'GET',
    path: target.path,
    query: target.query,
    body: body.text,
    hasLength,
    address: (incoming.socket.remoteAddress ?? '').replace('::ffff:', ''),
    signal: () => closeSignal(outgoing),
  }
  return api(call)
}

function closeSignal(outgoing: ServerResponse): AbortSignal {
  const controller = new AbortController()
  outgoing.once('close', () => {
    controller.abort()
  })
  if (outgoing.destroyed) controller.abort()
  return controller.signal
}

function send(outgoing: ServerResponse, reply: Reply): void {
  if (reply === 'gone') return
  if (reply === 'reset') {
    outgoing.socket?.resetAndDestroy()
    return
  }
  const headers: Record<string, string | number> = {}
  if (!LENGTHLESS.has(reply.status)) headers['Content-Length'] = Buffer.byteLength(reply.body)
  if (reply.contentType !== '') headers['Content-Type'] = reply.contentType
  outgoing.writeHead(reply.status, headers).end(reply.body)
}
