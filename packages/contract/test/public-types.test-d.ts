/** Type tests of the package's entries. `pnpm type-check` checks them; nothing here runs. */
import { expectTypeOf } from 'vitest'
import type { z } from 'zod'
import type {
  ERROR_CODES,
  ErrorCode,
  PhoneNumberRequest,
  PhoneNumberResponse,
  Problem,
  SandboxPhoneCodeResponse,
} from '../src/index'
import type { phoneNumberResponseSchema, problemSchema } from '../src/schemas'

expectTypeOf<{ code: string }>().toExtend<PhoneNumberRequest>()
expectTypeOf<{ code: string; loginCode: string }>().toExtend<PhoneNumberRequest>()
expectTypeOf<{ loginCode: string; encryptedData: string; iv: string }>().toExtend<PhoneNumberRequest>()
expectTypeOf<{ phoneCode: string }>().not.toExtend<PhoneNumberRequest>()
expectTypeOf<{ loginCode: string }>().not.toExtend<PhoneNumberRequest>()
// @ts-expect-error: the field is called code
export const wrong: PhoneNumberRequest = { phoneCode: 'c' }

expectTypeOf<PhoneNumberResponse>().toEqualTypeOf<z.infer<typeof phoneNumberResponseSchema>>()
expectTypeOf<PhoneNumberResponse['countryCode']>().toEqualTypeOf<string>()
expectTypeOf<PhoneNumberResponse>().pick<'data'>().toExtend<{ data?: unknown }>()
expectTypeOf<SandboxPhoneCodeResponse['expiresAt']>().toEqualTypeOf<number>()

expectTypeOf<Problem>().toEqualTypeOf<z.infer<typeof problemSchema>>()
expectTypeOf<Problem['code']>().toEqualTypeOf<ErrorCode>()
expectTypeOf<ErrorCode>().toEqualTypeOf<keyof typeof ERROR_CODES>()
expectTypeOf<(typeof ERROR_CODES)['code_rejected']>().toEqualTypeOf<{
  readonly status: 409
  readonly retryable: false
}>()
