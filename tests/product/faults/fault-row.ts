import type { Fault } from '@uni-phone/wechat-emulator'
import type { ChangeReply, WeChatCall } from '@uni-phone/test-support/product'
import type { Product, ProductOptions } from './product'

/**
 * A fault of WeChat, or of the network: the reply breaks off in the middle, is held back until it is released, or is
 * changed on the way.
 */
export type WireFault = Fault | { readonly cut: true } | { readonly held: true } | { readonly changed: ChangeReply }

/** A moment of a row at which something else happens. */
type Moment = (product: Product) => Promise<unknown> | undefined

/** What goes wrong, what the client is told, and what a retry with the same key ends in. */
export interface FaultRow extends ProductOptions {
  readonly name: string
  /** Whose calls meet the faults. @default phone */
  readonly call?: WeChatCall
  /** One after the other. */
  readonly faults?: readonly WireFault[]
  /** The first answer: `200`, or status and code. */
  readonly answer: string
  /** Calls that WeChat saw until then. */
  readonly seen: string
  /** What a retry ends in. @default the same answer, replayed */
  readonly retry?: string
  /** Calls that WeChat had seen by then. A pattern where a slow machine makes more of them. @default nothing more */
  readonly seenAfter?: string | RegExp
  readonly beforeTap?: Moment
  readonly beforeRequest?: Moment
  readonly beforeRetry?: Moment
  /** Asks again until the answer is final, the first time too: then a time limit that a slow machine reaches is no failure. */
  readonly patient?: boolean
  /** Waits for the end of an exchange that its client gave up on: 15 seconds. */
  readonly slow?: boolean
}
