import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { type Control, isControlPath } from '../control/index'
import type { Api } from '../endpoints/index'
import type { Answer, ApiCall, Reply } from '../wire/index'

/** Far more than any body of WeChat's API needs; WeChat's own limit is unverified. */
const MAX_BODY_BYTES = 1024 * 1024
/** Statuses for which HTTP allows no content length. */
const LENGTHLESS = new Set([204, 304])

const TOO_LARGE: Answer = { status: 413, contentType: '', body: '', errcode: null }
const FAILED: Answer = { status: 500, contentType: 'text/plain', body: 'the emulator failed', errcode: null }

/** Splits a request target. A client that uses the emulator as its HTTP proxy sends the absolute URL. */
function splitTarget(target: string) {
  const start = target.startsWith('/') ? 0 : Math.max(0, target.indexOf('/', target.indexOf('//') + 2))
  const mark = target.indexOf('?', start)
  if (mark === -1) return { path: target.slice(start), query: '' }
  return { path: target.slice(start, mark), query: target.slice(mark + 1) }
}

/** Reads the body of a request with a content length; undefined if the client closes the connection first. */
async function readBody(incoming: IncomingMessage): Promise<string | undefined> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = []
    incoming.on('data', (chunk: Buffer) => {
      chunks.push(chunk)
    })
    incoming.on('end', () => {
      resolve(Buffer.concat(chunks).toString())
    })
    incoming.on('error', () => {
      resolve(undefined)
    })
  })
}

function closeSignal(outgoing: ServerResponse): AbortSignal {
  const controller = new AbortController()
  outgoing.once('close', () => {
    controller.abort()
  })
  if (outgoing.destroyed) controller.abort()
  return controller.signal
}

async function replyTo(
  api: Api,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  target: ReturnType<typeof splitTarget>,
): Promise<Reply> {
  const { method = 'GET', headers } = incoming
  const hasLength = method !== 'POST' || headers['content-length'] !== undefined
  if (Number(headers['content-length']) > MAX_BODY_BYTES && method === 'POST') return TOO_LARGE
  const body = method === 'POST' && hasLength ? await readBody(incoming) : ''
  if (body === undefined) return 'clientClosed'
  const call: ApiCall = {
    method,
    path: target.path,
    query: target.query,
    body,
    hasLength,
    header: (name) => headers[name]?.toString(),
    address: (incoming.socket.remoteAddress ?? '').replace('::ffff:', ''),
    signal: () => closeSignal(outgoing),
  }
  return api(call)
}

function send(outgoing: ServerResponse, reply: Reply): void {
  if (reply === 'clientClosed') return
  if (reply === 'reset') {
    outgoing.socket?.resetAndDestroy()
    return
  }
  const headers: Record<string, string | number> = { ...reply.headers }
  if (!LENGTHLESS.has(reply.status)) headers['Content-Length'] = Buffer.byteLength(reply.body)
  if (reply.contentType !== '') headers['Content-Type'] = reply.contentType
  outgoing.writeHead(reply.status, headers).end(reply.body)
}

/**
 * Serves the emulator over a socket. WeChat's API is answered with nothing between it and Node, so that a benchmark
 * never measures the emulator. The control API goes through Hono's adapter, which must not replace the process's
 * global Request and Response: an emulator started in a test leaves the test's globals alone.
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
