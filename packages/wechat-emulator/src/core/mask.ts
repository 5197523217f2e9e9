import { type Fields, isFields } from './input'

const NAME = /^[a-z_]{1,24}$/i
const APP_ID = /^wx[0-9a-f]{16}$/
const OPEN_ID = /^o[\w-]{27}$/
const GRANT_TYPES = ['client_credential', 'authorization_code']
const PLAIN_FIELDS = new Set([
  'errcode',
  'errmsg',
  'expires_in',
  'countryCode',
  'timestamp',
  'appid',
  'openid',
  'unionid',
])

function parseFields(text: string): Fields | null {
  try {
    const value: unknown = JSON.parse(text)
    return isFields(value) ? value : null
  } catch {
    return null
  }
}

/** Keeps just enough of a code or token to tell two apart. */
export function maskSecret(text: string): string {
  return text.length > 24 ? `${text.slice(0, 6)}…` : '***'
}

export function maskPhone(phone: string): string {
  if (phone.length < 8) return `****${phone.slice(-2)}`
  const kept = phone.length >= 11 ? 4 : 2
  return `${phone.slice(0, 3)}****${phone.slice(-kept)}`
}

function maskParameter(name: string, value: unknown): string {
  if (typeof value === 'boolean') return String(value)
  if (typeof value !== 'string') return '***'
  if (value === '') return ''
  if (name === 'appid' && APP_ID.test(value)) return value
  if (name === 'openid' && OPEN_ID.test(value)) return value
  if (name === 'grant_type' && GRANT_TYPES.includes(value)) return value
  return ['access_token', 'js_code', 'code'].includes(name) ? maskSecret(value) : '***'
}

function maskParameters(parameters: [string, unknown][]): Record<string, string> {
  return Object.fromEntries(
    parameters.map(([name, value]) => [NAME.test(name) ? name : '***', maskParameter(name, value)]),
  )
}

/** Keeps only what is known to be harmless: a secret can arrive under any name, even that of the AppID. */
export function maskQuery(query: string): Record<string, string> {
  return maskParameters([...new URLSearchParams(query)])
}

/** Returns the masked fields of a JSON object, or null for any other text. */
export function maskBody(text: string): Record<string, string> | null {
  const fields = parseFields(text)
  return fields === null ? null : maskParameters(Object.entries(fields))
}

function maskField(name: string, value: unknown): unknown {
  if (isFields(value)) return maskFields(value)
  if (PLAIN_FIELDS.has(name)) return value
  if (typeof value !== 'string') return '***'
  if (name === 'access_token') return maskSecret(value)
  return name === 'phoneNumber' || name === 'purePhoneNumber' ? maskPhone(value) : '***'
}

function maskFields(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, maskField(name, value)]))
}

/** Returns the masked fields of a WeChat response, or null for any other text. */
export function maskAnswer(text: string): Fields | null {
  const fields = parseFields(text)
  return fields === null ? null : maskFields(fields)
}
