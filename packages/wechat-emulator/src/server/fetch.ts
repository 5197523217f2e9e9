import { type Control, isControlPath } from '../control/index'
import type { Api } from '../endpoints/index'
import type { Answer, ApiCall, Reply } from '../wire/index'

async function toCall(request: Request, path: string, search: string): Promise<ApiCall> {
  return {
    method: request.method,
    path,
    query: search.slice(1),
    body: await request.text(),
    // a Request made from a string shows no content-length, though one would be sent
    hasLength: request.method !== 'POST' || !/chunked/i.test(request.headers.get('transfer-encoding') ?? ''),
    header: (name) => request.headers.get(name) ?? undefined,
    address: '127.0.0.1',
    signal: () => request.signal,
  }
}

function connectionReset(): Error {
  return Object.assign(new Error('the emulated WeChat broke the connection'), { code: 'ECONNRESET' })
}

function headersOf({ contentType, headers }: Answer): Record<string, string> {
  return contentType === '' ? {} : { 'content-type': contentType, ...headers }
}

function toResponse(reply: Reply, signal: AbortSignal): Response {
  if (reply === 'reset') throw new TypeError('fetch failed', { cause: connectionReset() })
  if (reply === 'clientClosed') throw signal.reason
  return new Response(reply.body === '' ? null : reply.body, { status: reply.status, headers: headersOf(reply) })
}

/** Returns the emulator as a `fetch`: no socket, no port. */
export function createFetch(api: Api, control: Control): (request: Request) => Promise<Response> {
  // a request that hangs is held by nothing else: collected as garbage, it would not hear of its client's abort
  const inFlight = new Set<Request>()
  return async (request) => {
    const { pathname, search } = new URL(request.url)
    if (isControlPath(pathname)) return control.fetch(request)
    inFlight.add(request)
    const reply = await api(await toCall(request, pathname, search))
    inFlight.delete(request)
    return toResponse(reply, request.signal)
  }
}
