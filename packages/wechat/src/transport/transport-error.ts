import { deadlineReason } from './deadline'
import type { WeChatErrorReason } from '../errors/wechat-error'

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

/** The system's own code for an error; its message may quote the URL, and with it a secret. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name
}

/** A request counts as sent from the moment it is written to a socket: what fails before cannot have reached WeChat. */
export function toTransportError(error: unknown, sent: boolean): TransportError {
  const code = describe(error)
  const isClosed = code === 'UND_ERR_CLOSED' || code === 'UND_ERR_DESTROYED'
  return new TransportError(deadlineReason(error) ?? (isClosed ? 'closed' : 'connection'), sent, error)
}
