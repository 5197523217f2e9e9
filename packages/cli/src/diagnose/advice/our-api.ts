import { PHONE_NUMBER_PATH } from '@uni-phone/contract'
import { request } from 'undici'

/** Server found at an address. `code` is the system's error code if none responded. */
export type FoundServer =
  | { readonly kind: 'ours' }
  | { readonly kind: 'other'; readonly status: number }
  | { readonly kind: 'none'; readonly code: string }

const TIMEOUT_MS = 3_000

/** Returns the system's code of an error. Timeouts have several; all become ETIMEDOUT. */
export function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name
  return /TIMEOUT|TimeoutError/i.test(code) ? 'ETIMEDOUT' : code
}

/** Recognizes our API by its 405 for a GET, so that nothing is counted or logged as an exchange. */
export async function findServer(baseUrl: string): Promise<FoundServer> {
  try {
    const reply = await request(baseUrl + PHONE_NUMBER_PATH, { signal: AbortSignal.timeout(TIMEOUT_MS) })
    const text = await reply.body.text()
    const isOurs = reply.statusCode === 405 && text.includes('"code":"method_not_allowed"')
    return isOurs ? { kind: 'ours' } : { kind: 'other', status: reply.statusCode }
  } catch (error) {
    return { kind: 'none', code: codeOf(error) }
  }
}
