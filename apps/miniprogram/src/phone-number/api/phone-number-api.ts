import { badReply, isJsonObject } from './api-error'
import type { PhoneNumberRequest, PhoneNumberResponse } from './api-types'
import type { HttpClient } from './http-client'

const PHONE_NUMBER_PATH = '/api/v1/phone-number'
const KEY_HEADER = 'Idempotency-Key'
const FIELDS = ['phoneNumber', 'purePhoneNumber', 'countryCode', 'authorizedAt']

/** A request and its idempotency key. `isChange`: it is sent as the signed-in user, whose number it changes. */
export interface KeyedRequest {
  readonly key: string
  readonly request: PhoneNumberRequest
  readonly isChange: boolean
}

/** Exchanges the code of a tap for the phone number. The same request may be sent again after a lost reply. */
export type ExchangePhoneNumber = (keyed: KeyedRequest) => Promise<PhoneNumberResponse>

export function createPhoneNumberApi(send: HttpClient, sendAsUser = send): ExchangePhoneNumber {
  return async ({ key, request, isChange }) => {
    const headers = { [KEY_HEADER]: `"${key}"` }
    const exchange = { method: 'POST', path: PHONE_NUMBER_PATH, body: request, headers } as const
    const body = await (isChange ? sendAsUser : send)(exchange)
    if (!isPhoneNumberResponse(body)) throw badReply(200)
    return body
  }
}

function isPhoneNumberResponse(body: unknown): body is PhoneNumberResponse {
  return isJsonObject(body) && FIELDS.every((field) => typeof body[field] === 'string')
}

/**
 * Returns a version 4 UUID. A mini program has no `crypto`; the key only has to differ from the keys of other taps. It
 * is no secret: the server binds it to the body it came with.
 */
export function createIdempotencyKey(random: () => number = Math.random): string {
  return 'xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx'.replace(/[xy]/g, (place) => {
    const digit = Math.floor(random() * 16)
    return (place === 'x' ? digit : (digit % 4) + 8).toString(16)
  })
}
