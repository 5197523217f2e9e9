import type { ErrorCode } from '@uni-phone/contract'
import type { WeChatClientEvent } from '@uni-phone/wechat'

/** What a request for a number came to. */
export interface AnsweredRequest {
  readonly outcome: 'ok' | ErrorCode
  /** In milliseconds. */
  readonly durationMs: number
  /** The answer was kept from an earlier request. */
  readonly replayed: boolean
}

/** Our own limits: requests of one address, and exchanges at once. */
export type LimitName = 'address' | 'concurrency' | 'refusals'

/** Counts what happens. No method may throw. */
export interface Metrics {
  answered: (request: AnsweredRequest) => void
  limited: (limit: LimitName) => void
  /** How many exchanges are under way just now. */
  inFlight: (count: number) => void
  wechat: (event: WeChatClientEvent) => void
}

export const NO_METRICS: Metrics = {
  answered: () => undefined,
  limited: () => undefined,
  inFlight: () => undefined,
  wechat: () => undefined,
}
