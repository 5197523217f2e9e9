import type { App } from '../app'
import type { PhoneNumberHandler } from '../exchange'
import type { Log } from '../observability'

/** What is the owner's own in a server. */
export interface Business {
  /** What happens with a number. */
  readonly onPhoneNumber: PhoneNumberHandler
  /** Puts routes of the business's own around those of the API. @default there are none */
  readonly around?: ((app: App) => App) | undefined
  /** Ends what the business has opened, once nothing is under way. */
  readonly close?: (() => Promise<void>) | undefined
}

/** Opens what the business needs, its database for instance. Throws a `StartError` where that is not to be had. */
export type OpenBusiness = (log: Log) => Business | Promise<Business>
