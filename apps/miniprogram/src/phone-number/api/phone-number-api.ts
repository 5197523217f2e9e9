import type {
  ErrorCode,
  IDEMPOTENCY_KEY_HEADER,
  PHONE_NUMBER_PATH,
  PhoneNumberRequest,
  PhoneNumberResponse,
} from '@uni-phone/contract'
import { badReply, type TransportErrorCode } from './api-error'
import { isJsonObject } from './json-object'
import type { JsonPost } from './json-post'

export type { PhoneNumberRequest, PhoneNumberResponse }

/** Every error code this build has words for. */
export type KnownErrorCode = ErrorCode | TransportErrorCode

export interface PhoneNumberApi {
  /** Trades the code of a tap for the number. The same key and body may be sent again after a lost answer. */
  exchange: (request: PhoneNumberRequest, idempotencyKey: string) => Promise<PhoneNumberResponse>
}

// the contract is imported as types alone: its values would bring their module into the phone's download
const path: typeof PHONE_NUMBER_PATH = '/api/v1/phone-number'
const keyHeader: typeof IDEMPOTENCY_KEY_HEADER = 'Idempotency-Key'

export function createPhoneNumberApi(post: JsonPost): PhoneNumberApi {
  return {
    async exchange(request, idempotencyKey) {
      const body = await post(path, request, { [keyHeader]: `"${idempotencyKey}"` })
      if (!isPhoneNumberResponse(body)) throw badReply(200)
      return body
    },
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
