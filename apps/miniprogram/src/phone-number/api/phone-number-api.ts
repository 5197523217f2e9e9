import { badReply, isJsonObject } from './api-error'
import type { PhoneNumberRequest, PhoneNumberResponse } from './api-types'
import type { HttpClient } from './http-client'

const PHONE_NUMBER_PATH = '/api/v1/phone-number'
const KEY_HEADER = 'Idempotency-Key'

/** Exchanges the code of a tap for the phone number. The same key and body may be sent again after a lost reply. */
export type ExchangePhoneNumber = (request: PhoneNumberRequest, idempotencyKey: string) => Promise<PhoneNumberResponse>

export function createPhoneNumberApi(send: HttpClient): ExchangePhoneNumber {
  return async (request, idempotencyKey) => {
    const headers = { [KEY_HEADER]: `"${idempotencyKey}"` }
    const body = await send({ method: 'POST', path: PHONE_NUMBER_PATH, body: request, headers })
    if (!isPhoneNumberResponse(body)) throw badReply(200)
    return body
  }
}

function isPhoneNumberResponse(body: unknown): body is PhoneNumberResponse {
  return (
    isJsonObject(body) &&
    typeof body.phoneNumber === 'string' &&
    typeof body.purePhoneNumber === 'string' &&
    typeof body.countryCode === 'string' &&
    typeof body.authorizedAt === 'string'
  )
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
