import { Buffer } from 'node:buffer'
import type { IncomingHttpHeaders } from 'node:http'
import type { Dispatcher } from 'undici'
import type { Deadline } from './deadline'
import { toTransportError } from './transport-error'

/** One HTTP reply. `body` is parsed but not validated; undefined if it is not JSON. */
export interface WireReply {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
  readonly body: unknown
}

const DECODER = new TextDecoder()

/** Parses JSON. Returns undefined for anything else. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/**
 * Collects one reply, or fails when the deadline passes.
 * @see https://undici.nodejs.org/#/docs/api/Dispatcher
 */
export class PendingReply implements Dispatcher.DispatchHandler {
  readonly #deadline: Deadline
  readonly #resolve: (reply: WireReply) => void
  readonly #reject: (error: Error) => void
  readonly #chunks: Buffer[] = []
  #controller: Dispatcher.DispatchController | undefined
  #sent = false
  #status = 0
  #headers: IncomingHttpHeaders = {}

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

  onResponseStart(_: unknown, status: number, headers: IncomingHttpHeaders): void {
    this.#status = status
    this.#headers = headers
  }

  onResponseData(_: unknown, chunk: Buffer): void {
    this.#chunks.push(chunk)
  }

  onResponseEnd(): void {
    const chunks = this.#chunks
    const text = DECODER.decode(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks))
    this.#resolve({ status: this.#status, headers: this.#headers, text, body: parseJson(text) })
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
