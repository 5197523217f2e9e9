/** Duration of an exchange with WeChat, whether its client still waits or not, in milliseconds. */
export const EXCHANGE_TIMEOUT_MS = 15_000
/** Pause after which a handler's lock may be gone: of the process, of the network or of Redis. */
const PAUSE_MS = 15_000
/** Share of a deadline, the client's or the exchange's, for which the phone number waits for the openid. */
const IDENTITY_SHARE = 0.6

/** Limits of an exchange, in milliseconds. They agree with one another whatever the variables say. */
export interface ExchangeLimits {
  /** How long the phone number waits for the openid; it leaves the rest of the exchange to the number. */
  readonly identityMs: number
  readonly handlerMs: number
  /** Lock of a handler: its deadline, and a pause. */
  readonly leaseMs: number
}

/** Derives the limits of an exchange from the two that an operator sets. */
export function toExchangeLimits(settings: {
  readonly requestTimeoutMs: number
  readonly handlerTimeoutMs: number
}): ExchangeLimits {
  const { requestTimeoutMs, handlerTimeoutMs: handlerMs } = settings
  const identityMs = Math.ceil(Math.min(requestTimeoutMs, EXCHANGE_TIMEOUT_MS) * IDENTITY_SHARE)
  return { identityMs, handlerMs, leaseMs: handlerMs + PAUSE_MS }
}
