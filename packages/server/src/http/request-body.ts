import { Buffer } from 'node:buffer'
import type { PhoneNumberRequest } from '@uni-phone/contract'
import { phoneNumberRequestSchema } from '@uni-phone/contract/schemas'
import type { Context } from 'hono'
import { ApiError } from '../errors'

/** Far above the largest body of the contract. */
const MAX_BODY_BYTES = 16_384

function tooLarge(): never {
  throw new ApiError('payload_too_large', `The body is larger than ${MAX_BODY_BYTES} bytes.`)
}

async function readCounted(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body) {
    size += chunk.byteLength
    if (size > MAX_BODY_BYTES) tooLarge()
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString()
}

/** A body that breaks off is the client's doing, not ours. */
function brokenOff(cause: unknown): never {
  throw cause instanceof ApiError ? cause : new ApiError('invalid_request', 'The body broke off.', { cause })
}

/** A body that is too large is refused: by its Content-Length, or by counting where there is none. */
function readText(c: Context): Promise<string> {
  const length = c.req.header('content-length')
  if (length !== undefined) return Number(length) > MAX_BODY_BYTES ? tooLarge() : c.req.text()
  const { body } = c.req.raw
  return body === null ? Promise.resolve('') : readCounted(body)
}

function isJson(type: string | undefined): boolean {
  return type === 'application/json' || type?.split(';')[0]?.trim().toLowerCase() === 'application/json'
}

function requireJson(c: Context): void {
  if (!isJson(c.req.header('content-type')))
    throw new ApiError('unsupported_media_type', 'Send the body as JSON, with Content-Type: application/json.')
}

/** The body of a request as JSON. Rejects with an `ApiError` that says what to send. */
export async function readJson(c: Context): Promise<unknown> {
  requireJson(c)
  const text = await readText(c).catch(brokenOff)
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new ApiError('invalid_request', 'The body is not JSON.', { cause })
  }
}

/** The body of `POST /api/v1/phone-number`. What is wrong is named by field, never by value. */
export async function readPhoneNumberRequest(c: Context): Promise<PhoneNumberRequest> {
  const parsed = phoneNumberRequestSchema.safeParse(await readJson(c))
  if (parsed.success) return parsed.data
  throw new ApiError(
    'invalid_request',
    'The body must be {"code", "loginCode"?}: `code` of the getphonenumber event, `loginCode` of uni.login, both strings of at most 512 characters, without white space.',
  )
}
