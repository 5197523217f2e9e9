import { Buffer } from 'node:buffer'
import type { Dispatcher } from 'undici'
import type { Deadline } from './deadline'
import { toTransportError } from './transport-error'

/** A reply as it came. */
export interface RawReply {
  readonly status: number
  readonly text: string
}

const DECODER = new TextDecoder()

/** Puts a reply together. */
function createCollector() {
  const chunks: Buffer[] = []
  let status = 0
  return {
    onResponseStart(_: unknown, statusCode: number) {
      status = statusCode
    },
    onResponseData(_: unknown, chunk: Buffer) {
      chunks.push(chunk)
    },
    collect(): RawReply {
      return { status, text: DECODER.decode(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks)) }
    },
  }
}

/** Ends a request when its deadline is over; what it fails with tells whether it had been written by then. */
function createFuse(deadline: Deadline, reject: (error: Error) => void) {
  let sent = false
  let abort: (reason: Error) => void = () => undefined

  function fail(error: unknown): void {
    putOut()
    reject(toTransportError(error, sent))
  }

  const putOut = deadline.onOver((reason) => {
    fail(reason)
    abort(reason)
  })
  return {
    putOut,
    fail,
    onRequestStart: (controller: Dispatcher.DispatchController): void => {
      abort = (reason) => {
        controller.abort(reason)
      }
      const over = deadline.reason()
      if (over === undefined) sent = true
      else abort(over)
    },
  }
}

/**
 * Makes one request. Rejects with a `TransportError`. undici's own `request` makes a stream of each reply, which costs as
 * much as the rest of the call.
 * @see https://undici.nodejs.org/#/docs/api/Dispatcher
 */
export function dispatch(
  dispatcher: Dispatcher,
  options: Dispatcher.DispatchOptions,
  deadline: Deadline,
): Promise<RawReply> {
  return new Promise((resolve, reject) => {
    const fuse = createFuse(deadline, reject)
    const collector = createCollector()
    const handler: Dispatcher.DispatchHandler = {
      ...collector,
      onRequestStart: fuse.onRequestStart,
      onResponseEnd() {
        fuse.putOut()
        resolve(collector.collect())
      },
      onResponseError(_, error) {
        fuse.fail(error)
      },
    }
    try {
      dispatcher.dispatch(options, handler)
    } catch (error) {
      fuse.fail(error)
    }
  })
}
