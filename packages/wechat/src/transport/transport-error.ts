import type { WeChatErrorReason } from '../errors'
import { deadlineReason } from './deadline'

/** A request without a reply. `sent` is false only if the request cannot have reached WeChat. */
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

/** A reply that failed a check of API security. Contains none of the reply. */
export class UntrustedReplyError extends Error {
  override readonly name = 'UntrustedReplyError'
  readonly reason: 'signature' | 'decryption'

  constructor(reason: 'signature' | 'decryption', message: string) {
    super(message)
    this.reason = reason
  }
}

/** Returns the system's error code only: the message may contain the URL, and with it a secret. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name
}

/** A request counts as sent once it is written to a socket; an earlier failure cannot have reached WeChat. */
export function toTransportError(error: unknown, sent: boolean): TransportError {
  const code = describe(error)
  const isClosed = code === 'UND_ERR_CLOSED' || code === 'UND_ERR_DESTROYED'
  return new TransportError(deadlineReason(error) ?? (isClosed ? 'closed' : 'connection'), sent, error)
}

/** Recognizes a failure to connect: nothing was sent, so another address may be tried. */
export function isUnreachable(error: unknown): boolean {
  return error instanceof TransportError && !error.sent && error.reason === 'connection'
}
