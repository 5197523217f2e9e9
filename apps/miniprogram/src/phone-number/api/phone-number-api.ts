import type {
  ErrorCode,
  IDEMPOTENCY_KEY_HEADER,
  PHONE_NUMBER_PATH,
  PhoneNumberRequest,
  PhoneNumberResponse,
} from '@uni-phone/contract'
import { badReply, isJsonObject, type TransportErrorCode } from './api-error'
import type { HttpClient } from './http-client'

export type { PhoneNumberRequest, PhoneNumberResponse }

/** Every error code that this build has a text for. */
export type KnownErrorCode = ErrorCode | TransportErrorCode

// only types are imported from the contract: its values would add their module to the phone's download
const path: typeof PHONE_NUMBER_PATH = '/api/v1/phone-number'
const keyHeader: typeof IDEMPOTENCY_KEY_HEADER = 'Idempotency-Key'

/** Exchanges the code of a tap for the phone number. The same key and body may be sent again after a lost reply. */
export type ExchangePhoneNumber = (request: PhoneNumberRequest, idempotencyKey: string) => Promise<PhoneNumberResponse>

export function createPhoneNumberApi(send: HttpClient): ExchangePhoneNumber {
  return async (request, idempotencyKey) => {
    const headers = { [keyHeader]: `"${idempotencyKey}"` }
    const body = await send({ method: 'POST', path, body: request, headers })
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
