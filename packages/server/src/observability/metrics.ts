import type { ErrorCode } from '@uni-phone/contract'
import type { WeChatClientEvent } from '@uni-phone/wechat'

/** A finished request for a phone number. */
interface AnsweredRequest {
  readonly outcome: 'ok' | ErrorCode
  /** In milliseconds. */
  readonly durationMs: number
  /** The answer was kept from an earlier request. */
  readonly replayed: boolean
  /** On a server that works for several mini programs. */
  readonly appId?: string | undefined
}

/** Limits of this server: requests of one address, exchanges at once, refused codes and tokens of one address, and bytes of
 * kept answers, in all or of one address. */
export type LimitName = 'address' | 'address_storage' | 'concurrency' | 'refusals' | 'storage'

/** How somebody signed in: with a number that nobody had, with one that somebody had, or by a login code alone. */
type SignInKind = 'new' | 'phone' | 'silent'

/** Counts what happens. No method may throw. */
export interface Metrics {
  readonly answered: (request: AnsweredRequest) => void
  /** A request of any route was answered. The route is its pattern, which no client can make up. */
  readonly requested: (request: { readonly method: string; readonly route: string; readonly status: number }) => void
  readonly limited: (limit: LimitName) => void
  /** Exchanges in flight. */
  readonly inFlight: (count: number) => void
  /** Calls of the business's handler in flight, those past their deadline included. */
  readonly handlersInFlight: (count: number) => void
  readonly handlerTimedOut: () => void
  /** Redis went away. */
  readonly redisFailed: (failure: 'connection' | 'timeout' | 'reply') => void
  readonly signedIn: (kind: SignInKind) => void
  /** Paid calls of a product, as WeChat counted them last. */
  readonly quota: (quota: {
    readonly remaining: number
    readonly total: number
    readonly appId?: string | undefined
  }) => void
  /** With the AppID on a server that works for several mini programs. */
  readonly wechat: (event: WeChatClientEvent, appId?: string) => void
}

const ignore = (): void => undefined

export const NO_METRICS: Metrics = {
  answered: ignore,
  requested: ignore,
  limited: ignore,
  inFlight: ignore,
  handlersInFlight: ignore,
  handlerTimedOut: ignore,
  redisFailed: ignore,
  signedIn: ignore,
  quota: ignore,
  wechat: ignore,
}
