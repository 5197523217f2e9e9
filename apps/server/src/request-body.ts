import { phoneNumberRequestSchema } from '@uni-phone/contract/schemas'
import type { PhoneNumberRequest } from '@uni-phone/contract'
import type { Context } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { createMiddleware } from 'hono/factory'
import { ApiError } from './api-error'

/** Far above the largest body of the contract. */
const MAX_BODY_BYTES = 16_384

function tooLarge(): never {
  throw new ApiError('payload_too_large', `The body is larger than ${MAX_BODY_BYTES} bytes.`)
}

const countedLimit = bodyLimit({ maxSize: MAX_BODY_BYTES, onError: tooLarge })

/** A body that breaks off is the client's doing, not ours. */
function brokenOff(cause: unknown): ApiError {
  return cause instanceof ApiError ? cause : new ApiError('invalid_request', 'The body broke off.', { cause })
}

/** Refuses a body that is too large: by its Content-Length, or by counting where there is none. */
export const limitBody = createMiddleware(async (c, next) => {
  const length = c.req.header('content-length')
  if (length === undefined)
    return countedLimit(c, next).catch((cause: unknown) => {
      throw brokenOff(cause)
    })
  if (Number(length) > MAX_BODY_BYTES) tooLarge()
  await next()
})

function requireJson(c: Context): void {
  const type = c.req.header('content-type')?.split(';')[0]?.trim().toLowerCase()
  if (type !== 'application/json')
    throw new ApiError('unsupported_media_type', 'Send the body as JSON, with Content-Type: application/json.')
}

async function readJson(c: Context): Promise<unknown> {
  requireJson(c)
  try {
    return await c.req.json()
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
    'The body must be {"code", "loginCode"?}: `code` of the getphonenumber event, `loginCode` of uni.login, both strings that are not empty.',
  )
}
