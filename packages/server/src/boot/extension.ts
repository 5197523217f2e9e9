import type { App } from '../app'
import type { PhoneNumberHandler } from '../exchange'
import type { Log } from '../observability'

/** What a business adds to the server. */
export interface Extension {
  /** Handles verified phone numbers. @default the page gets the number, and nothing else happens */
  readonly onPhoneNumber?: PhoneNumberHandler | undefined
  /** Wraps the app, for instance to add routes. @default no other routes */
  readonly wrapApp?: ((app: App) => App) | undefined
  /** Closes what the extension opened. Called after the last exchange has ended. */
  readonly close?: (() => Promise<void>) | undefined
}

/** Opens what an extension needs, its database for instance. Throws a `StartError` if that is not available. */
export type OpenExtension = (log: Log) => Extension | Promise<Extension>
