import { isFields } from '../core/index'

/** Kinds of values that are replaced by counters, by the names of their fields. */
const KINDS: Readonly<Record<string, string>> = {
  appid: 'appid',
  secret: 'secret',
  access_token: 'token',
  code: 'code',
  js_code: 'code',
  openid: 'openid',
  unionid: 'unionid',
  session_key: 'session',
  phoneNumber: 'phone',
  purePhoneNumber: 'phone',
}
const PLAIN = new Set(['errcode', 'errmsg', 'expires_in', 'countryCode', 'timestamp', 'grant_type', 'force_refresh'])
const HARMLESS_TEXT = /^(\d{1,3}|client_credential|authorization_code)$/
const ADDRESS = /\b\d{1,3}(\.\d{1,3}){3}\b/g
const HIDDEN = '***'

/** One request and its answer, without anything secret: a line of a recording. */
export interface Exchange {
  /** Time of the request, in milliseconds since 1970. */
  readonly at: number
  readonly method: string
  readonly path: string
  /** True for a POST without a content length. */
  readonly chunked: boolean
  readonly query: Readonly<Record<string, unknown>>
  /** The JSON body, or a placeholder for any other text. */
  readonly body: unknown
  readonly status: number
  readonly type: string
  /** True if the answer is JSON without spaces. */
  readonly compact: boolean
  readonly answer: unknown
}

/** An exchange as it was seen. */
export interface RawExchange extends Pick<Exchange, 'at' | 'method' | 'path' | 'chunked' | 'status' | 'type'> {
  readonly query: string
  readonly body: string
  readonly answer: string
}

/** Describes the form of a value: digits, a number with a plus sign, hex, or other characters, and the length. */
function shapeOf(value: string): string {
  const form = /^\d+$/.test(value) ? 'd' : /^\+\d+$/.test(value) ? '+d' : /^[\da-f]+$/.test(value) ? 'h' : 'x'
  return `${form}${value.length}`
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Replaces everything secret by counters such as `<code-1 h64>`: never by hashes, since phone numbers can be enumerated. */
export function createRedactor() {
  const counters = new Map<string, Map<string, number>>()
  const replace = (kind: string, value: string) => {
    const known = counters.get(kind) ?? new Map<string, number>()
    counters.set(kind, known)
    const number = known.get(value) ?? known.size + 1
    known.set(value, number)
    return `<${kind}-${number} ${shapeOf(value)}>`
  }
  const redactText = (text: string) => {
    const secrets = [...counters.values()].flatMap((known) => [...known.keys()]).filter((value) => value.length >= 6)
    return secrets.reduce((clean, secret) => clean.replaceAll(secret, HIDDEN), text).replaceAll(ADDRESS, '203.0.113.1')
  }
  const redactField = (name: string, value: unknown): unknown => {
    if (isFields(value)) return redactFields(value)
    const kind = KINDS[name]
    if (kind !== undefined && (typeof value === 'string' || typeof value === 'number'))
      return value === '' ? '' : replace(kind, String(value))
    if (!PLAIN.has(name)) return HIDDEN
    if (name === 'errmsg' && typeof value === 'string') return redactText(value)
    return typeof value !== 'string' || HARMLESS_TEXT.test(value) ? value : HIDDEN
  }
  const redactFields = (fields: Record<string, unknown>): Record<string, unknown> =>
    Object.fromEntries(
      Object.entries(fields).map(([name, value]) => [
        /^\w{1,32}$/.test(name) ? name : HIDDEN,
        redactField(name, value),
      ]),
    )
  const redactBody = (text: string) => {
    const value = parseJson(text)
    return isFields(value) ? redactFields(value) : text === '' ? '' : `<text ${text.length}>`
  }
  return ({ query, body, answer, ...plain }: RawExchange): Exchange => ({
    ...plain,
    query: redactFields(Object.fromEntries(new URLSearchParams(query))),
    body: redactBody(body),
    compact: JSON.stringify(parseJson(answer)) === answer,
    answer: redactBody(answer),
  })
}
