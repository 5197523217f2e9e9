import {
  ACCOUNT_PATH,
  APP_ID_HEADER,
  ERROR_CODES,
  type ErrorCode,
  IDEMPOTENCY_KEY_HEADER,
  IDEMPOTENCY_REPLAYED_HEADER,
  PHONE_NUMBER_PATH,
  SESSION_PATH,
  SESSIONS_PATH,
} from '@uni-phone/contract'

const ref = (kind: 'headers' | 'schemas', name: string) => ({ $ref: `#/components/${kind}/${name}` })

const REQUEST_ID = { 'X-Request-Id': ref('headers', 'RequestId') }

const LIMITS = {
  'RateLimit-Limit': ref('headers', 'RateLimitLimit'),
  'RateLimit-Remaining': ref('headers', 'RateLimitRemaining'),
  'RateLimit-Reset': ref('headers', 'RateLimitReset'),
}

const HEADERS = { ...REQUEST_ID, ...LIMITS }
const REPLAYABLE = { ...REQUEST_ID, [IDEMPOTENCY_REPLAYED_HEADER]: ref('headers', 'IdempotencyReplayed'), ...LIMITS }

const CODES = Object.keys(ERROR_CODES) as ErrorCode[]

/** Errors of a request with nothing but a token. */
const SESSION_CODES: readonly ErrorCode[] = ['signed_out', 'rate_limited', 'accounts_unavailable', 'internal']

const NOT_SILENT: readonly ErrorCode[] = [
  'signed_out',
  'phone_number_taken',
  'handler_failed',
  'not_found',
  'method_not_allowed',
]
const SILENT_CODES = CODES.filter((code) => !NOT_SILENT.includes(code))

function toProblem(status: number, codes: readonly ErrorCode[], headers: object) {
  const here = codes.filter((code) => ERROR_CODES[code].status === status)
  const retryable = here.some((code) => ERROR_CODES[code].retryable)
  return {
    description: here.map((code) => `\`${code}\`${ERROR_CODES[code].retryable ? ' (retryable)' : ''}`).join(', '),
    headers: retryable ? { ...headers, 'Retry-After': ref('headers', 'RetryAfter') } : headers,
    content: { 'application/problem+json': { schema: ref('schemas', 'Problem') } },
  }
}

function toProblems(codes: readonly ErrorCode[], headers: object): Record<string, object> {
  const statuses = [...new Set(codes.map((code) => ERROR_CODES[code].status))].sort((a, b) => a - b)
  return Object.fromEntries(statuses.map((status) => [status, toProblem(status, codes, headers)]))
}

const json = (schema: object, example?: object) => ({
  'application/json': example === undefined ? { schema } : { schema, example },
})

const KEY = {
  name: IDEMPOTENCY_KEY_HEADER,
  in: 'header',
  required: false,
  description:
    'One per tap, quoted or bare. The same key with the same body gets the same answer for ten minutes; without it none of the replay guarantees hold.',
  schema: { type: 'string', minLength: 1, maxLength: 130 },
  example: '0f2b7c1e-9d55-4a38-8f0e-3b6a1d2c4e5f',
}

const APP_ID = {
  name: APP_ID_HEADER,
  in: 'header',
  required: false,
  description:
    'AppID of the mini program that the code is from, on a server that works for several; without it, its first. Any other is refused with `unknown_app`.',
  schema: { type: 'string' },
}

const SESSION = { token: 'q1Y0ZfPz6h3mD1m5u8Zb2k7N4x9cV0aWsEdRfTgYhUj', expiresAt: '2026-12-31T08:00:00.000Z' }

const PHONE_NUMBER = {
  operationId: 'exchangePhoneNumber',
  summary: 'Exchanges the code of a tap for the phone number',
  description:
    'On a server with accounts this signs in: `data` is the session, and what the handler of the business returned is its `business`. With the token of a session it changes the number of that account.',
  security: [{}, { session: [] }],
  parameters: [KEY, APP_ID],
  requestBody: {
    required: true,
    content: json(ref('schemas', 'PhoneNumberRequest'), {
      code: 'a1b2c3d4e5f60718293a4b5c6d7e8f90',
      loginCode: '0a3Xy2000Bc1D',
    }),
  },
  responses: {
    200: {
      description: 'The number',
      headers: REPLAYABLE,
      content: json(ref('schemas', 'PhoneNumberResponse'), {
        phoneNumber: '13800138000',
        purePhoneNumber: '13800138000',
        countryCode: '86',
        authorizedAt: '2026-12-01T08:00:00.000Z',
        data: SESSION,
      }),
    },
    ...toProblems(CODES, REPLAYABLE),
  },
}

const SIGN_IN = {
  operationId: 'signIn',
  summary: 'Signs in a known WeChat user without a tap',
  description: 'Exists on a server with accounts. 404 `phone_number_required`: this user has to tap the button first.',
  security: [],
  parameters: [KEY, APP_ID],
  requestBody: { required: true, content: json(ref('schemas', 'SessionRequest'), { loginCode: '0a3Xy2000Bc1D' }) },
  responses: {
    200: { description: 'The session', headers: REPLAYABLE, content: json(ref('schemas', 'SignInResponse'), SESSION) },
    ...toProblems(SILENT_CODES, REPLAYABLE),
  },
}

const READ = {
  operationId: 'getSession',
  summary: 'Reads the session of the token',
  security: [{ session: [] }],
  responses: {
    200: {
      description: 'The session and its account',
      headers: HEADERS,
      content: json(ref('schemas', 'SessionResponse'), {
        expiresAt: SESSION.expiresAt,
        account: { id: '2b1f0c9a-6d7e-4f38-9a1b-5c4d3e2f1a0b', countryCode: '86', endsIn: '8000' },
      }),
    },
    ...toProblems(SESSION_CODES, HEADERS),
  },
}

const toEnd = (operationId: string, summary: string) => ({
  operationId,
  summary,
  security: [{ session: [] }],
  responses: { 204: { description: 'Done', headers: HEADERS }, ...toProblems(SESSION_CODES, HEADERS) },
})

/** The paths of the API. */
export const API_PATHS = {
  [PHONE_NUMBER_PATH]: { post: PHONE_NUMBER },
  [SESSION_PATH]: { post: SIGN_IN, get: READ, delete: toEnd('signOut', 'Ends the session of the token') },
  [SESSIONS_PATH]: { delete: toEnd('signOutEverywhere', 'Ends all sessions of the account') },
  [ACCOUNT_PATH]: {
    delete: toEnd('closeAccount', 'Closes the account: deletes its number, WeChat users and sessions'),
  },
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
        accounts: {
          enum: ['ready', 'away'],
          description: 'absent without accounts; `away` (unreachable, locked or full) is no reason not to be ready',
        },
        process: { enum: ['running', 'stopping'] },
      },
      required: ['wechat', 'process'],
    },
  },
  required: ['ready', 'parts'],
}

function toCheck(operationId: string, summary: string, responses: Record<string, string>, schema: object) {
  const described = Object.entries(responses).map(([status, description]) => [
    status,
    { description, headers: REQUEST_ID, content: json(schema) },
  ])
  return { get: { operationId, summary, responses: Object.fromEntries(described) as Record<string, object> } }
}

/** Paths about the server itself. */
export const SERVER_PATHS = {
  '/healthz': toCheck('getHealth', 'Whether the process is there', { 200: 'It is' }, HEALTH),
  '/readyz': toCheck(
    'getReadiness',
    'Whether this instance can work, and which part cannot',
    { 200: 'It can', 503: 'It cannot' },
    READINESS,
  ),
  '/openapi.json': toCheck('getOpenApi', 'This document', { 200: 'It' }, { type: 'object' }),
}
