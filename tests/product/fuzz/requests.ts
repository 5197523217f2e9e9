import { IDEMPOTENCY_KEY_HEADER, PHONE_NUMBER_PATH, SANDBOX_PHONE_CODES_PATH } from '@uni-phone/contract'
import fc from 'fast-check'
import { CANARIES } from './canaries'

/** A request as anybody may send it. */
export interface FuzzedRequest {
  readonly method: string
  readonly path: string
  readonly headers: readonly (readonly [name: string, value: string])[]
  /** Text, in which `VALID_CODE` stands for a code that WeChat takes; bytes; or text after which the client is gone. */
  readonly body: string | Uint8Array | { readonly breaksAfter: string }
}

const VALID_CODE = 'a code that WeChat takes'

const canary = fc.constantFrom(...Object.values(CANARIES))
const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string(),
  canary,
  fc.constant(''),
  fc.constant('x'.repeat(600)),
)
const anyValue = fc.oneof({ weight: 3, arbitrary: anyText }, { weight: 1, arbitrary: fc.jsonValue() })

const rightBody = fc.constantFrom<Record<string, string>>(
  { code: VALID_CODE },
  { code: VALID_CODE, loginCode: CANARIES.loginCode },
  { code: CANARIES.phoneCode, loginCode: CANARIES.loginCode },
  { loginCode: CANARIES.loginCode, encryptedData: CANARIES.encryptedData, iv: 'ZmVkY2JhOTg3NjU0MzIxMA==' },
)

const nearBody = fc.record(
  {
    code: anyValue,
    loginCode: anyValue,
    encryptedData: anyValue,
    iv: anyValue,
    phoneNumber: anyValue,
    extra: anyValue,
  },
  { requiredKeys: [] },
)

const depth = (text: string) => fc.integer({ min: 1, max: 8_000 }).map((times) => text.repeat(times))

const strangeText = fc.oneof(
  fc.json(),
  fc.string({ unit: 'binary' }),
  depth('['),
  depth('{"code":'),
  fc.integer({ min: 16_000, max: 20_000 }).map((size) => JSON.stringify({ code: 'x'.repeat(size) })),
  fc.constantFrom(
    '',
    'null',
    '[]',
    '"code"',
    `\uFEFF{"code":"${CANARIES.phoneCode}"}`,
    `{"code":"${CANARIES.phoneCode}","code":1}`,
    `{"__proto__":{"code":"${CANARIES.phoneCode}"}}`,
    '{"constructor":{"prototype":{"code":"x"}}}',
    '{"code":"\\ud800"}',
    '{"code":"\\u0000"}',
    `code=${CANARIES.phoneCode}`,
  ),
)

const json = fc.oneof(rightBody, nearBody).map((value) => JSON.stringify(value))
const cutJson = fc.tuple(json, fc.double({ min: 0, max: 1, noNaN: true })).map(([text, share]) => {
  return text.slice(0, Math.floor(text.length * share))
})
const body = fc.oneof(
  { weight: 10, arbitrary: json },
  { weight: 2, arbitrary: cutJson },
  { weight: 4, arbitrary: strangeText },
  { weight: 2, arbitrary: fc.uint8Array({ maxLength: 200 }) },
  { weight: 1, arbitrary: cutJson.map((breaksAfter) => ({ breaksAfter })) },
)

const latin1 = fc.string({ unit: fc.integer({ min: 0x20, max: 0xff }).map((code) => String.fromCharCode(code)) })
const anyHeaderValue = fc.oneof(latin1, canary, fc.constant('x'.repeat(200)))

const contentType = fc.oneof(
  { weight: 6, arbitrary: fc.constant('application/json') },
  { weight: 1, arbitrary: fc.constantFrom('application/json; charset=gbk', 'APPLICATION/JSON', 'text/plain', ';', '') },
  { weight: 1, arbitrary: anyHeaderValue },
)
const key = fc.oneof(
  { weight: 3, arbitrary: fc.uuid() },
  { weight: 1, arbitrary: fc.constantFrom('k-1', '"k-1"', '""', '"', 'x'.repeat(128), 'x'.repeat(129), 'k\\') },
  { weight: 1, arbitrary: anyHeaderValue },
)
const forwarded = fc.oneof(
  fc.ipV4(),
  fc.ipV6(),
  fc.constantFrom('', ',', 'unknown', '1.1.1.1, 2.2.2.2', '::ffff:1.1.1.1', '[::1]:80', '1.1.1.1:80'),
  anyHeaderValue,
)
const contentLength = fc.constantFrom('0', '-1', '5', '99999999', '1e9', 'abc', '', '16384', '0x10')

const headers = fc
  .record(
    {
      'content-type': contentType,
      [IDEMPOTENCY_KEY_HEADER]: key,
      'x-forwarded-for': forwarded,
      'x-request-id': fc.oneof(fc.uuid(), anyHeaderValue),
      'content-length': contentLength,
      origin: fc.oneof(fc.constantFrom('https://www.example.com', 'null'), anyHeaderValue),
      accept: anyHeaderValue,
      cookie: anyHeaderValue,
    },
    { requiredKeys: ['content-type'] },
  )
  .map((fields) => Object.entries(fields).map(([name, value]) => [name, value.trim()] as const))

const path = fc.oneof(
  { weight: 8, arbitrary: fc.constant<string>(PHONE_NUMBER_PATH) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '/healthz',
      SANDBOX_PHONE_CODES_PATH,
      `${PHONE_NUMBER_PATH}/`,
      `${PHONE_NUMBER_PATH}?code=${CANARIES.phoneCode}`,
      `/${CANARIES.phoneNumber}`,
      '//api//v1/phone-number',
      '/api/v1/%70hone-number',
      '/%',
      '/%00',
      '/..%2f..%2fetc',
    ),
  },
  { weight: 1, arbitrary: fc.webPath().map((text) => `/${text}`) },
)

const method = fc.oneof(
  { weight: 12, arbitrary: fc.constant('POST') },
  { weight: 1, arbitrary: fc.constantFrom('GET', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND', 'post') },
)

/** Requests of which most are nearly right. */
export const fuzzedRequest: fc.Arbitrary<FuzzedRequest> = fc.record({ method, path, headers, body })

function breakingStream(text: string): ReadableStream {
  return new ReadableStream({
    pull(controller) {
      controller.enqueue(new TextEncoder().encode(text))
      controller.error(new Error(`aborted: ${text}`))
    },
  })
}

function toBody(body: FuzzedRequest['body'], validCode: () => string): BodyInit {
  if (body instanceof Uint8Array) return Uint8Array.from(body)
  return typeof body === 'string' ? body.replaceAll(VALID_CODE, validCode) : breakingStream(body.breaksAfter)
}

/** The request itself. */
export function toRequest({ method, path, headers, body }: FuzzedRequest, validCode: () => string): Request {
  const hasBody = !/^(GET|HEAD)$/i.test(method)
  const init = hasBody ? { method, body: toBody(body, validCode), duplex: 'half' } : { method }
  const request = new Request(`http://127.0.0.1${path}`, init)
  for (const [name, value] of headers) request.headers.set(name, value)
  return request
}
