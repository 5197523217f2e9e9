import { hash } from 'node:crypto'
import { idempotencyKeySchema, unquote } from '@uni-phone/contract/schemas'
import { ApiError } from '../errors'

/** Returns the bare key of an `Idempotency-Key` header. */
export function readKey(header: string): string {
  const parsed = idempotencyKeySchema.safeParse(header)
  if (parsed.success) return unquote(parsed.data)
  throw new ApiError('invalid_request', 'Idempotency-Key must be 1 to 128 visible ASCII characters, quoted or bare.')
}

/** Hashes what an answer belongs to: the same key with another fingerprint is refused. */
export function fingerprintOf(...parts: readonly unknown[]): string {
  return hash('sha256', JSON.stringify(parts), 'base64url')
}
