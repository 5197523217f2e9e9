import { z } from 'zod'
import { ERROR_CODES, type ErrorCode } from './error-codes'

/** WeChat DevTools without an AppID gives these words instead of a code; the server answers them with a hint. */
const DEVTOOLS_MOCK_CODE = 'the code is a mock one'

/** Refuses only what cannot be a code: WeChat may change its shape. */
function canBeCode(text: string): boolean {
  return text === DEVTOOLS_MOCK_CODE || !/[\s\p{Cc}]/u.test(text)
}

const code = z.string().min(1).max(512).refine(canBeCode)

const codeRequest = z.object({
  code: code.describe('the `code` of the getphonenumber event'),
  loginCode: code.optional().describe('the code of uni.login; identifies the user to the server'),
})

const encryptedRequest = z.object({
  loginCode: code.describe('the code of a uni.login that ran before the tap'),
  encryptedData: z.string().min(1).max(4096),
  iv: z.string().min(1).max(64),
})

/** Body of `POST /api/v1/phone-number`: a code, or the encrypted data that base libraries before 2.21.2 return instead. */
export const phoneNumberRequestSchema = z.union([codeRequest, encryptedRequest])

/** Type of a request for a phone number. */
export type PhoneNumberRequest = z.input<typeof phoneNumberRequestSchema>

/** Body of a successful response. `data` is the result of the business's own handler. */
export const phoneNumberResponseSchema = z.object({
  phoneNumber: z.string().describe('with the country code unless it is 86; masked if the operator chose so'),
  purePhoneNumber: z.string().describe('without the country code; masked likewise'),
  countryCode: z.string(),
  authorizedAt: z.iso.datetime().describe('time of the authorization, by the clock of WeChat'),
  data: z.json().optional().describe("result of the business's own handler, any JSON; absent without a handler"),
})

/** Type of a successful response: the three fields of WeChat, the time (ISO 8601), and the business's own `data`. */
export type PhoneNumberResponse = z.output<typeof phoneNumberResponseSchema>

/** Body of `POST /api/v1/session`, which signs in a user who may already be known. */
export const sessionRequestSchema = z.object({
  loginCode: code.describe('the code of uni.login; identifies the user to the server'),
})

/** Type of a request for a session. */
export type SessionRequest = z.input<typeof sessionRequestSchema>

/** Response of `POST /api/v1/session`. */
export const signInResponseSchema = z.object({
  token: z.string().describe('for `Authorization: Bearer` of later requests; opaque, 43 characters today'),
  expiresAt: z.iso.datetime().describe('end of the session; each day of use extends it'),
})

/** Type of a successful sign-in. */
export type SignInResponse = z.output<typeof signInResponseSchema>

/** The `data` of `POST /api/v1/phone-number` on a server with accounts. */
export const signInDataSchema = signInResponseSchema.extend({
  business: z.json().optional().describe("result of the business's own handler, any JSON; absent without a handler"),
})

/** Type of the `data` of `PhoneNumberResponse` on a server with accounts. */
export type SignInData = z.output<typeof signInDataSchema>

/** Response of `GET /api/v1/session`. */
export const sessionResponseSchema = z.object({
  expiresAt: signInResponseSchema.shape.expiresAt,
  account: z.object({
    id: z.string(),
    countryCode: z.string().optional().describe('absent, like `endsIn`, once the number belongs to another account'),
    endsIn: z.string().optional().describe('the last four digits of the number'),
  }),
})

/** Type of the session of the signed-in user. */
export type SessionResponse = z.output<typeof sessionResponseSchema>

const errorCodes = Object.keys(ERROR_CODES) as [ErrorCode, ...ErrorCode[]]

/**
 * Body of every error, `application/problem+json`.
 * @see https://www.rfc-editor.org/rfc/rfc9457
 */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int().min(400).max(599),
  detail: z.string().describe('for developers'),
  code: z.enum(errorCodes).describe('the action for the caller; later servers may have more codes'),
  retryable: z.boolean().describe('true if the same request, with the same key, may be sent again'),
  requestId: z.string().describe('the id of this request, also in the log'),
})

/** Type of the body of an error. */
export type Problem = z.output<typeof problemSchema>

/**
 * The `Idempotency-Key` header, quoted or bare, of at most 128 characters.
 * @see https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/
 */
export const idempotencyKeySchema = z
  .string()
  .regex(/^\s*(?:"[\x21\x23-\x5b\x5d-\x7e]{1,128}"|[\x21\x23-\x5b\x5d-\x7e]{1,128})\s*$/)

/** Returns the bare key of an `Idempotency-Key` header. */
export function unquote(header: string): string {
  const text = header.trim()
  return text.startsWith('"') ? text.slice(1, -1) : text
}

/** Body of `POST /_sandbox/login-codes`: the WeChat user who logs in. */
export const sandboxLoginCodeRequestSchema = z.object({
  openid: z
    .string()
    .regex(/^[\w-]{1,64}$/)
    .optional()
    .describe('absent for the test user of the emulator'),
})

/** Type of a request for a sandbox login code. */
export type SandboxLoginCodeRequest = z.input<typeof sandboxLoginCodeRequestSchema>

/** Response of `POST /_sandbox/login-codes`: the field of `wx.login`. */
export const sandboxLoginCodeResponseSchema = z.object({ code })

/** Type of a sandbox login code. */
export type SandboxLoginCodeResponse = z.output<typeof sandboxLoginCodeResponseSchema>

/** Body of `POST /_sandbox/phone-codes`: the WeChat user and the number of the sandbox's consent sheet. */
export const sandboxPhoneCodeRequestSchema = sandboxLoginCodeRequestSchema.extend({
  phoneNumber: z
    .string()
    .regex(/^\+?\d{5,20}$/)
    .optional(),
  countryCode: z
    .string()
    .regex(/^\d{1,4}$/)
    .optional(),
})

/** Type of a request for a sandbox phone code. */
export type SandboxPhoneCodeRequest = z.input<typeof sandboxPhoneCodeRequestSchema>

/** Response of `POST /_sandbox/phone-codes`: the fields of WeChat's getphonenumber event. */
export const sandboxPhoneCodeResponseSchema = z.object({
  code,
  /** In milliseconds since 1970. */
  expiresAt: z.number(),
})

/** Type of a sandbox phone code. */
export type SandboxPhoneCodeResponse = z.output<typeof sandboxPhoneCodeResponseSchema>

/** Response of `GET /_sandbox/test-user`. The number is masked. */
export const sandboxTestUserResponseSchema = z.object({ phoneNumber: z.string() })

/** Type of the sandbox's test user. */
export type SandboxTestUserResponse = z.output<typeof sandboxTestUserResponseSchema>
