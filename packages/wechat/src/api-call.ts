import { requireTimeout, type WeChatClientOptions } from './client-options'
import { type WeChatEndpoint, WeChatError } from './errors'
import { Deadline, deadlineReason } from './transport'

/** One call of the client: its deadline, and the event that reports its end. */
export class ApiCall {
  readonly deadline: Deadline
  readonly #endpoint: WeChatEndpoint
  readonly #onEvent: WeChatClientOptions['onEvent']
  readonly #startedAt = performance.now()
  #failure: WeChatError | undefined

  constructor(
    endpoint: WeChatEndpoint,
    timeoutMs: number,
    signal: AbortSignal | undefined,
    onEvent: WeChatClientOptions['onEvent'],
  ) {
    this.deadline = new Deadline(requireTimeout(timeoutMs), signal)
    this.#endpoint = endpoint
    this.#onEvent = onEvent
  }

  /** Converts and records an error. A deadline that passed before anything was sent leaves the code unused. */
  toError(error: unknown): unknown {
    const reason = deadlineReason(error)
    const endpoint = this.#endpoint
    const converted = reason === undefined ? error : new WeChatError('unavailable', { endpoint, reason })
    if (converted instanceof WeChatError) this.#failure = converted
    return converted
  }

  end(): void {
    this.deadline.clear()
    const durationMs = performance.now() - this.#startedAt
    const { code: failure, errcode } = this.#failure ?? {}
    this.#onEvent?.({ type: 'call', endpoint: this.#endpoint, durationMs, failure, errcode })
  }
}
