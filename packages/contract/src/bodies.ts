import type { z } from 'zod'
import type {
  phoneNumberRequestSchema,
  phoneNumberResponseSchema,
  problemSchema,
  sandboxPhoneCodeRequestSchema,
  sandboxPhoneCodeResponseSchema,
  sandboxTestUserResponseSchema,
  sessionRequestSchema,
  sessionResponseSchema,
  signInDataSchema,
  signInResponseSchema,
} from './schemas'

/** What the mini program posts. */
export type PhoneNumberRequest = z.input<typeof phoneNumberRequestSchema>

/** What it gets: WeChat's three names, when the user authorized (ISO 8601), and the business's own `data`. */
export type PhoneNumberResponse = z.output<typeof phoneNumberResponseSchema>

/** What the mini program posts to be signed in without a tap. */
export type SessionRequest = z.input<typeof sessionRequestSchema>

/** What a sign-in answers. */
export type SignInResponse = z.output<typeof signInResponseSchema>

/** The `data` of `PhoneNumberResponse` on a server with accounts. */
export type SignInData = z.output<typeof signInDataSchema>

/** Who is signed in, as far as the page needs to know. */
export type SessionResponse = z.output<typeof sessionResponseSchema>

/** An error's body, RFC 9457. */
export type Problem = z.output<typeof problemSchema>

/** What the sandbox's consent sheet posts. */
export type SandboxPhoneCodeRequest = z.input<typeof sandboxPhoneCodeRequestSchema>

/** What the sandbox's consent sheet gets. */
export type SandboxPhoneCodeResponse = z.output<typeof sandboxPhoneCodeResponseSchema>

/** Whose number the sandbox's consent sheet shows. */
export type SandboxTestUserResponse = z.output<typeof sandboxTestUserResponseSchema>
