import { Buffer } from 'node:buffer'
import { type Dispatcher, Pool } from 'undici'
import type { Deadline } from './deadline'
import { toTransportError } from './transport-error'

/** One HTTP request. The query of `path` contains secrets, so it never appears in an error. */
export interface WireRequest {
  readonly path: string
  /** Sent as a POST. Without it the request is a GET. */
  readonly json?: unknown
}

/** One HTTP reply. `body` is parsed but not validated; undefined if it is not JSON. */
export interface WireReply {
  readonly status: number
  readonly body: unknown
}

export interface TransportOptions {
  readonly baseUrl: string
  /** @default a connection pool that is closed with the client */
  readonly dispatcher?: Dispatcher | undefined
}

const MAX_REPLY_BYTES = 256 * 1024
const MAX_CONNECT_MS = 3_000
const HEADERS = ['accept', 'application/json', 'content-type', 'application/json']
const DECODER = new TextDecoder()

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function parseBaseUrl(baseUrl: string): URL {
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined
  if (url !== undefined && /^https?:$/.test(url.protocol) && url.search === '' && url.username === '') return url
  throw new TypeError('baseUrl must be an http(s) URL without query and credentials, such as https://api.weixin.qq.com')
}

/**
 * Collects one reply, or fails when the deadline passes.
 * @see https://undici.nodejs.org/#/docs/api/Dispatcher
 */
class PendingReply implements Dispatcher.DispatchHandler {
  readonly #deadline: Deadline
  readonly #resolve: (reply: WireReply) => void
  readonly #reject: (error: Error) => void
  readonly #chunks: Buffer[] = []
  #controller: Dispatcher.DispatchController | undefined
  #sent = false
  #status = 0

  constructor(deadline: Deadline, resolve: (reply: WireReply) => void, reject: (error: Error) => void) {
    this.#deadline = deadline
    this.#resolve = resolve
    this.#reject = reject
  }

  /** Runs just before the request is written to a socket. */
  onRequestStart(controller: Dispatcher.DispatchController): void {
    if (this.#deadline.reason === undefined) this.#sent = true
    else controller.abort(this.#deadline.reason)
    this.#controller = controller
  }

  onResponseStart(_: unknown, status: number): void {
    this.#status = status
  }

  onResponseData(_: unknown, chunk: Buffer): void {
    this.#chunks.push(chunk)
  }

  onResponseEnd(): void {
    const [first, ...rest] = this.#chunks
    const text = DECODER.decode(rest.length === 0 ? first : Buffer.concat(this.#chunks))
    this.#resolve({ status: this.#status, body: parseJson(text) })
  }

  onResponseError(_: unknown, error: Error): void {
    this.fail(error)
  }

  /** Called by the deadline. */
  expire(reason: Error): void {
    this.fail(reason)
    this.#controller?.abort(reason)
  }

  fail(error: unknown): void {
    this.#reject(toTransportError(error, this.#sent))
  }
}

/**
 * Sends requests through undici. A string body is sent with its `Content-Length`; a stream would be chunked, which
 * WeChat answers with an empty 412. Uses `dispatch` because `request` creates a stream for each reply, which costs as
 * much as the rest of the call.
 */
export class Transport {
  readonly #origin: string
  readonly #pathPrefix: string
  readonly #dispatcher: Dispatcher
  readonly #pool: Pool | undefined

  constructor({ baseUrl, dispatcher }: TransportOptions) {
    const { origin, pathname } = parseBaseUrl(baseUrl)
    this.#origin = origin
    this.#pathPrefix = pathname.replace(/\/$/, '')
    // calls have their own deadline, so undici's timers are off
    const limits = { maxResponseSize: MAX_REPLY_BYTES, headersTimeout: 0, bodyTimeout: 0 }
    this.#pool =
      dispatcher === undefined ? new Pool(origin, { connect: { timeout: MAX_CONNECT_MS }, ...limits }) : undefined
    this.#dispatcher = dispatcher ?? (this.#pool as Pool)
  }

  /** Sends one request and reads its reply. Rejects with a `TransportError`. */
  send({ path, json }: WireRequest, deadline: Deadline): Promise<WireReply> {
    return new Promise((resolve, reject) => {
      const pending = new PendingReply(deadline, resolve, reject)
      if (deadline.reason !== undefined) {
        pending.fail(deadline.reason)
        return
      }
      deadline.listen(pending)
      try {
        this.#dispatcher.dispatch(this.#toOptions(path, json), pending)
      } catch (error) {
        pending.fail(error)
      }
    })
  }

  /** Waits for requests in flight, then closes the connections. A dispatcher of the application stays open. */
  async close(): Promise<void> {
    await this.#pool?.close()
  }

  #toOptions(path: string, json: unknown): Dispatcher.DispatchOptions {
    const target = { origin: this.#origin, path: this.#pathPrefix + path, headers: HEADERS }
    return json === undefined ? { ...target, method: 'GET' } : { ...target, method: 'POST', body: JSON.stringify(json) }
  }
}
