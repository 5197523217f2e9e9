import { PHONE_NUMBER_PATH } from '@uni-phone/contract'
import { request } from 'undici'

/** Who answers at an address. `code` is the system's for why nobody did. */
export type Answerer =
  | { readonly kind: 'ours' }
  | { readonly kind: 'other'; readonly status: number }
  | { readonly kind: 'nobody'; readonly code: string }

const PATIENCE_MS = 3_000

/** The system's code for an error; a timeout has several. */
export function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name
  return /TIMEOUT|TimeoutError/i.test(code) ? 'ETIMEDOUT' : code
}

/** Our API is known by how it refuses a GET. Nothing is counted or logged as an exchange. */
export async function askOurApi(baseUrl: string): Promise<Answerer> {
  try {
    const reply = await request(baseUrl + PHONE_NUMBER_PATH, { signal: AbortSignal.timeout(PATIENCE_MS) })
    const text = await reply.body.text()
    const isOurs = reply.statusCode === 405 && text.includes('"code":"method_not_allowed"')
    return isOurs ? { kind: 'ours' } : { kind: 'other', status: reply.statusCode }
  } catch (error) {
    return { kind: 'nobody', code: codeOf(error) }
  }
}
