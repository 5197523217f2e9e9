import { z } from 'zod'
import { ERROR_CODES, type ErrorCode } from './error-codes'

const code = z.string().min(1).max(512)

const codeRequest = z.object({
  code: code.describe('the `code` of the getphonenumber event'),
  loginCode: code.optional().describe('the code of uni.login: tells the server who it is'),
})

const encryptedRequest = z.object({
  loginCode: code.describe('the code of a uni.login that ran before the tap'),
  encryptedData: z.string().min(1).max(4096),
  iv: z.string().min(1).max(64),
})

/** The body of `POST /api/v1/phone-number`: a code, or what base libraries before 2.21.2 give in its place. */
export const phoneNumberRequestSchema = z.union([codeRequest, encryptedRequest])

/** The body of a successful answer. `data` is whatever the business's own handler returned. */
export const phoneNumberResponseSchema = z.object({
  phoneNumber: z.string().describe('with the country code where it is not 86; masked if the operator has set that'),
  purePhoneNumber: z.string().describe('without the country code; masked likewise'),
  countryCode: z.string(),
  authorizedAt: z.iso.datetime().describe('when the user authorized, by the clock of WeChat'),
  data: z.json().optional().describe("what the business's own handler returned: any JSON; absent without one"),
})

/** The body of `POST /api/v1/session`: somebody who may be known already. */
export const sessionRequestSchema = z.object({
  loginCode: code.describe('the code of uni.login: tells the server who it is'),
})

/** The answer of `POST /api/v1/session`. */
export const signInResponseSchema = z.object({
  token: z.string().describe('goes into `Authorization: Bearer` of later requests; opaque, 43 characters today'),
  expiresAt: z.iso.datetime().describe('the session ends then, unless it is used: each day of use moves it'),
})

/** The `data` of `POST /api/v1/phone-number` on a server with accounts. */
export const signInDataSchema = signInResponseSchema.extend({
  business: z.json().optional().describe("what the business's own handler returned: any JSON; absent without one"),
})

/** The answer of `GET /api/v1/session`. */
export const sessionResponseSchema = z.object({
  expiresAt: signInResponseSchema.shape.expiresAt,
  account: z.object({
    id: z.string(),
    countryCode: z.string().optional().describe('absent, as is `endsIn`, once the number belongs to somebody else'),
    endsIn: z.string().optional().describe('the last four digits of the number'),
  }),
})

const errorCodes = Object.keys(ERROR_CODES) as [ErrorCode, ...ErrorCode[]]

/**
 * The body of every error, `application/problem+json`.
 * @see https://www.rfc-editor.org/rfc/rfc9457
 */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int().min(400).max(599),
  detail: z.string().describe('for developers'),
  code: z.enum(errorCodes).describe('what the caller can do; later servers may know more'),
  retryable: z.boolean().describe('whether the same request, with the same key, may be sent again'),
  requestId: z.string().describe('the id of this request, in the log as well'),
})

/**
 * The `Idempotency-Key` header, quoted or bare, of at most 128 characters.
 * @see https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/
 */
export const idempotencyKeySchema = z
  .string()
  .regex(/^\s*(?:"[\x21\x23-\x5b\x5d-\x7e]{1,128}"|[\x21\x23-\x5b\x5d-\x7e]{1,128})\s*$/)

/** The bare key of an `Idempotency-Key` header. */
export function unquote(header: string): string {
  const text = header.trim()
  return text.startsWith('"') ? text.slice(1, -1) : text
}

/** The body of `POST /_sandbox/phone-codes`: the test user the drawn consent sheet stands for. */
export const sandboxPhoneCodeRequestSchema = z.object({
  phoneNumber: z
    .string()
    .regex(/^\+?\d{5,20}$/)
    .optional(),
  countryCode: z
    .string()
    .regex(/^\d{1,4}$/)
    .optional(),
})

/** The answer of `POST /_sandbox/phone-codes`: what WeChat's getphonenumber event would carry. */
export const sandboxPhoneCodeResponseSchema = z.object({
  code,
  /** An instant, in milliseconds. */
  expiresAt: z.number(),
})

/** The answer of `GET /_sandbox/test-user`: the number is masked. */
export const sandboxTestUserResponseSchema = z.object({ phoneNumber: z.string() })
