import type * as contract from '@uni-phone/contract'
import { expectTypeOf, test } from 'vitest'
import type { ApiErrorCode, PhoneNumberRequest, PhoneNumberResponse } from '../src/phone-number/api/api-types'

test('the types of the API are those of the contract', () => {
  expectTypeOf<PhoneNumberRequest>().toExtend<contract.PhoneNumberRequest>()
  expectTypeOf<contract.PhoneNumberResponse>().toExtend<PhoneNumberResponse>()
  expectTypeOf<ApiErrorCode>().toEqualTypeOf<contract.ErrorCode>()
})
