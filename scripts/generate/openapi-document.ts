import {
  phoneNumberRequestSchema,
  phoneNumberResponseSchema,
  problemSchema,
  sessionRequestSchema,
  sessionResponseSchema,
  signInResponseSchema,
} from '@uni-phone/contract/schemas'
import { API_PATHS, SERVER_PATHS } from './openapi-paths'
import { toSchema } from './openapi-schema'

const INFO = {
  title: 'uni-phone',
  version: '1.0.0',
  description:
    'The verified phone number behind a tap in a WeChat mini program. Within v1 fields and codes are only added: ignore what you do not know, and go by `status` and `retryable` for a code you do not know.',
  license: { name: 'MIT', identifier: 'MIT' },
}

const header = (description: string, schema: object = { type: 'string' }) => ({ description, schema })

const HEADERS = {
  RequestId: header('The id of this request, in the log as well'),
  IdempotencyReplayed: header('`true` on an answer that was kept from an earlier request with the same key'),
  RetryAfter: header('After how many seconds to ask again, with the same key', { type: 'integer', minimum: 1 }),
  RateLimitLimit: header('Requests of one address in a minute', { type: 'integer' }),
  RateLimitRemaining: header('How many of them are left', { type: 'integer', minimum: 0 }),
  RateLimitReset: header('In how many seconds they are new', { type: 'integer', minimum: 1 }),
}

/** The OpenAPI document of the API, from the contract's schemas. */
export function toOpenApi(): object {
  return {
    openapi: '3.1.1',
    info: INFO,
    servers: [{ url: '/' }],
    security: [],
    paths: { ...API_PATHS, ...SERVER_PATHS },
    components: {
      headers: HEADERS,
      securitySchemes: {
        session: { type: 'http', scheme: 'bearer', description: 'The token of a session, on a server with accounts' },
      },
      schemas: {
        PhoneNumberRequest: toSchema(phoneNumberRequestSchema),
        PhoneNumberResponse: toSchema(phoneNumberResponseSchema),
        SessionRequest: toSchema(sessionRequestSchema),
        SignInResponse: toSchema(signInResponseSchema),
        SessionResponse: toSchema(sessionResponseSchema),
        Problem: toSchema(problemSchema),
      },
    },
  }
}
