import { inspect } from 'node:util'
import type { AccountHooks } from '@uni-phone/accounts'
import type { CreateRoutes } from '../app'
import type { PhoneNumberHandler } from '../exchange'
import type { Log } from '../observability'

/** Additions of a business to the server. */
export interface Extension {
  /** Handles verified phone numbers. @default the page gets the number, and nothing else happens */
  readonly onPhoneNumber?: PhoneNumberHandler | undefined
  /** Creates the business's own routes. They get the log line, the limits and the metrics of ours. @default none */
  readonly routes?: CreateRoutes | undefined
  /** Called when accounts come, sign in and go. @default nothing else happens */
  readonly hooks?: AccountHooks | undefined
  /** Closes what the extension opened. Called after the last exchange has ended. */
  readonly close?: (() => Promise<void>) | undefined
}

/**
 * Logs what a handler's error says. Only for the sandbox, whose numbers belong to nobody: elsewhere a message may quote a
 * number or a secret.
 */
export function logHandlerErrors(onPhoneNumber: PhoneNumberHandler, log: Log): PhoneNumberHandler {
  return async (event) => {
    try {
      return await onPhoneNumber(event)
    } catch (error) {
      const { requestId, exchangeId } = event
      log.error({ requestId, exchangeId, thrown: inspect(error, { depth: 3 }) }, 'onPhoneNumber threw')
      throw error
    }
  }
}

/** Opens what an extension needs, its database for instance. Throws a `StartError` if that is not available. */
export type OpenExtension = (log: Log) => Extension | Promise<Extension>
