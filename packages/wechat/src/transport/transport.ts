import { Agent, type Dispatcher } from 'undici'
import type { Deadline } from './deadline'
import { dispatch } from './dispatch'
import { toTransportError } from './transport-error'

/** A request as it goes over the wire. `path` carries secrets in its query: it is never put into an error. */
export interface WireRequest {
  readonly path: string
  readonly json?: unknown
}

/** What came back: the body is unchecked. */
export interface WireReply {
  readonly status: number
  readonly body: unknown
}

export interface Transport {
  send: (request: WireRequest, deadline: Deadline) => Promise<WireReply>
  close: () => Promise<void>
}

const MAX_REPLY_BYTES = 256 * 1024
const MAX_CONNECT_MS = 3_000

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function toOptions({ path, json }: WireRequest): { path: string; method: 'GET' | 'POST'; body?: string } {
  return json === undefined ? { path, method: 'GET' } : { path, method: 'POST', body: JSON.stringify(json) }
}

export interface TransportOptions {
  readonly baseUrl: string
  /** @default an Agent of its own, closed with the client */
  readonly dispatcher?: Dispatcher | undefined
}

function parseBaseUrl(baseUrl: string): URL {
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined
  if (url !== undefined && /^https?:$/.test(url.protocol) && url.search === '' && url.username === '') return url
  throw new TypeError('baseUrl must be an http(s) URL without query and credentials, such as https://api.weixin.qq.com')
}

/**
 * Sends requests on undici: a string body goes out with its Content-Length, where a stream would go out chunked, which
 * WeChat answers with an empty 412.
 */
export function createTransport({ baseUrl, dispatcher }: TransportOptions): Transport {
  const { origin, pathname } = parseBaseUrl(baseUrl)
  const prefix = pathname.replace(/\/$/, '')
  const agent = dispatcher ?? new Agent({ connect: { timeout: MAX_CONNECT_MS }, maxResponseSize: MAX_REPLY_BYTES })
  const headers = { accept: 'application/json', 'content-type': 'application/json' }
  return {
    async send(request, deadline) {
      const over = deadline.reason()
      if (over !== undefined) throw toTransportError(over, false)
      const options = { origin, ...toOptions({ ...request, path: prefix + request.path }), headers }
      const { status, text } = await dispatch(agent, options, deadline)
      return { status, body: parseJson(text) }
    },
    async close() {
      if (dispatcher === undefined) await agent.close()
    },
  }
}
