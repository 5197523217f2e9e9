import { Agent, type Dispatcher } from 'undici'
import { type Deadline, deadlineReason } from './deadline'
import type { WeChatErrorReason } from './wechat-error'

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
  send(request: WireRequest, deadline: Deadline): Promise<WireReply>
  close(): Promise<void>
}

/** A call that got no reply. `sent` is false only where the request cannot have reached WeChat. */
export class TransportError extends Error {
  override readonly name = 'TransportError'
  readonly reason: WeChatErrorReason
  readonly sent: boolean

  constructor(reason: WeChatErrorReason, sent: boolean, cause: unknown) {
    super(`no reply: ${describe(cause)}`)
    this.reason = reason
    this.sent = sent
  }
}

const NEVER_SENT =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT|CERT_|ERR_TLS_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_)/
const MAX_REPLY_BYTES = 256 * 1024
const MAX_CONNECT_MS = 3_000

/** The system's own code for an error; its message may quote the URL, and with it a secret. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name
}

function toTransportError(error: unknown): TransportError {
  const code = describe(error)
  if (code === 'UND_ERR_CLOSED' || code === 'UND_ERR_DESTROYED') return new TransportError('closed', false, error)
  return new TransportError(deadlineReason(error) ?? 'connection', !NEVER_SENT.test(code), error)
}

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
    async send(request, { signal }) {
      if (signal.aborted) throw new TransportError(deadlineReason(signal.reason) ?? 'aborted', false, signal.reason)
      try {
        const options = toOptions({ ...request, path: prefix + request.path })
        const { statusCode, body } = await agent.request({ origin, ...options, headers, signal })
        return { status: statusCode, body: parseJson(await body.text()) }
      } catch (error) {
        throw toTransportError(error)
      }
    },
    async close() {
      if (dispatcher === undefined) await agent.close()
    },
  }
}
