import {
  APP_ID_HEADER,
  ERROR_CODES,
  type ErrorCode,
  IDEMPOTENCY_KEY_HEADER,
  IDEMPOTENCY_REPLAYED_HEADER,
  PHONE_NUMBER_PATH,
} from '@uni-phone/contract'
import { phoneNumberRequestSchema, phoneNumberResponseSchema, problemSchema } from '@uni-phone/contract/schemas'
import { z } from 'zod'

const INFO = {
  title: 'uni-phone',
  version: '1.0.0',
  description:
    'The verified phone number behind a tap in a WeChat mini program. Within v1 fields and codes are only added: ignore what you do not know, and go by `status` and `retryable` for a code you do not know.',
  license: { name: 'MIT', identifier: 'MIT' },
}

/** Any JSON, which zod writes as a schema that contains itself. */
const isAnyJson = ({ $ref }: z.core.JSONSchema.BaseSchema): boolean => $ref?.startsWith('#/$defs/') === true

/** The format says it, and zod's pattern for a date is 300 characters long. */
function dropDatePattern({ jsonSchema }: { jsonSchema: z.core.JSONSchema.BaseSchema }): void {
  if (jsonSchema.format === 'date-time') delete jsonSchema.pattern
}

function toProperty({ description, ...property }: z.core.JSONSchema.BaseSchema): object {
  return isAnyJson(property) ? { description } : { description, ...property }
}

function toSchema(schema: z.ZodType): object {
  const made = z.toJSONSchema(schema, { io: 'input', override: dropDatePattern })
  const { type, anyOf, properties = {}, required } = made
  const named = Object.entries(properties as Record<string, z.core.JSONSchema.BaseSchema>)
  if (anyOf !== undefined) return { anyOf }
  return { type, properties: Object.fromEntries(named.map(([name, each]) => [name, toProperty(each)])), required }
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

const ref = (kind: 'headers' | 'schemas' | 'responses', name: string) => ({ $ref: `#/components/${kind}/${name}` })

const COMMON_HEADERS = { 'X-Request-Id': ref('headers', 'RequestId') }

const ROUTE_HEADERS = {
  ...COMMON_HEADERS,
  [IDEMPOTENCY_REPLAYED_HEADER]: ref('headers', 'IdempotencyReplayed'),
  'RateLimit-Limit': ref('headers', 'RateLimitLimit'),
  'RateLimit-Remaining': ref('headers', 'RateLimitRemaining'),
  'RateLimit-Reset': ref('headers', 'RateLimitReset'),
}

const codes = Object.entries(ERROR_CODES) as [ErrorCode, (typeof ERROR_CODES)[ErrorCode]][]

function toProblemResponse(status: number) {
  const here = codes.filter(([, traits]) => traits.status === status)
  const retryable = here.some(([, traits]) => traits.retryable)
  return {
    description: here.map(([code, traits]) => `\`${code}\`${traits.retryable ? ' (retryable)' : ''}`).join(', '),
    headers: retryable ? { ...ROUTE_HEADERS, 'Retry-After': ref('headers', 'RetryAfter') } : ROUTE_HEADERS,
    content: { 'application/problem+json': { schema: ref('schemas', 'Problem') } },
  }
}

function toProblemResponses(): Record<string, object> {
  const statuses = [...new Set(codes.map(([, { status }]) => status))].sort((a, b) => a - b)
  return Object.fromEntries(statuses.map((status) => [status, toProblemResponse(status)]))
}

const jsonContent = (schema: object) => ({ 'application/json': { schema } })

const PHONE_NUMBER = {
  operationId: 'exchangePhoneNumber',
  summary: 'Exchanges the code of a tap for the phone number',
  parameters: [
    {
      name: IDEMPOTENCY_KEY_HEADER,
      in: 'header',
      required: false,
      description:
        'One per tap, quoted or bare. The same key with the same body gets the same answer for ten minutes; without it none of the replay guarantees hold.',
      schema: { type: 'string', minLength: 1, maxLength: 130 },
    },
    {
      name: APP_ID_HEADER,
      in: 'header',
      required: false,
      description:
        'AppID of the mini program that the code is from, on a server that works for several; without it, its first. Any other is refused with `unknown_app`.',
      schema: { type: 'string' },
    },
  ],
  requestBody: { required: true, content: jsonContent(ref('schemas', 'PhoneNumberRequest')) },
  responses: {
    200: {
      description: 'The number',
      headers: ROUTE_HEADERS,
      content: jsonContent(ref('schemas', 'PhoneNumberResponse')),
    },
    ...toProblemResponses(),
  },
}

function toCheck(operationId: string, summary: string, responses: Record<string, string>, schema: object) {
  const described = Object.entries(responses).map(([status, description]) => [
    status,
    { description, headers: COMMON_HEADERS, content: jsonContent(schema) },
  ])
  return { get: { operationId, summary, responses: Object.fromEntries(described) as Record<string, object> } }
}

const HEALTH = { type: 'object', properties: { status: { const: 'ok' } }, required: ['status'] }

const READINESS = {
  type: 'object',
  properties: {
    ready: { type: 'boolean' },
    parts: {
      type: 'object',
      properties: {
        wechat: { type: 'string', description: '`ready`, or why no access token can be had' },
        apps: {
          type: 'object',
          additionalProperties: { type: 'string' },
          description: 'the same by AppID, on a server that works for several; one that is ready is enough',
        },
        redis: { enum: ['ready', 'away'], description: 'absent without Redis; `away` is no reason not to be ready' },
        process: { enum: ['running', 'stopping'] },
      },
      required: ['wechat', 'process'],
    },
  },
  required: ['ready', 'parts'],
}

/** The OpenAPI document of the API, from the contract's schemas. */
export function toOpenApi(): object {
  return {
    openapi: '3.1.1',
    info: INFO,
    servers: [{ url: '/' }],
    paths: {
      [PHONE_NUMBER_PATH]: { post: PHONE_NUMBER },
      '/healthz': toCheck('getHealth', 'Whether the process is there', { 200: 'It is' }, HEALTH),
      '/readyz': toCheck(
        'getReadiness',
        'Whether this instance can work, and which part cannot',
        { 200: 'It can', 503: 'It cannot' },
        READINESS,
      ),
      '/openapi.json': toCheck('getOpenApi', 'This document', { 200: 'It' }, { type: 'object' }),
    },
    components: {
      headers: HEADERS,
      schemas: {
        PhoneNumberRequest: toSchema(phoneNumberRequestSchema),
        PhoneNumberResponse: toSchema(phoneNumberResponseSchema),
        Problem: toSchema(problemSchema),
      },
    },
  }
}
