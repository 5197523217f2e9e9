import type { TransportErrorCode } from './api-types'

interface ApiErrorTraits {
  /** A code of the API or a `TransportErrorCode`. A newer server may send codes that this build does not know. */
  readonly code: string
  /** The HTTP status; 0 if there was no reply. */
  readonly status: number
  /** True if the same request may be sent again under the same key. */
  readonly retryable: boolean
  readonly retryAfterSeconds?: number | undefined
  readonly requestId?: string | undefined
  /** The server's explanation for developers. */
  readonly detail?: string | undefined
}

/** A request that failed: `code` says how, `cause` is what the platform passed to `fail`. */
export class ApiError extends Error implements ApiErrorTraits {
  override readonly name = 'ApiError'
  declare readonly code: string
  declare readonly status: number
  declare readonly retryable: boolean
  declare readonly retryAfterSeconds?: number | undefined
  declare readonly requestId?: string | undefined
  declare readonly detail?: string | undefined

  constructor(traits: ApiErrorTraits, cause?: unknown) {
    super(traits.code, { cause })
    Object.assign(this, traits)
  }
}

export interface HttpReply {
  readonly statusCode: number
  readonly data: unknown
  readonly header: unknown
}

/** Reads a reply with an error status: the API's problem document, or a page that a proxy sent. */
export function toApiError({ statusCode, data, header }: HttpReply): ApiError {
  const retryAfterSeconds = readRetryAfter(header)
  if (!isJsonObject(data) || typeof data.code !== 'string') return badReply(statusCode, retryAfterSeconds)
  return new ApiError({
    code: data.code,
    status: typeof data.status === 'number' ? data.status : statusCode,
    retryable: data.retryable === true,
    retryAfterSeconds,
    requestId: readString(data.requestId),
    detail: readString(data.detail),
  })
}

/** An unreadable reply. Sending the request again under its key is safe, and only a 4xx says that it is useless. */
export function badReply(status: number, retryAfterSeconds?: number): ApiError {
  return new ApiError({ code: 'bad_reply', status, retryable: status < 400 || status >= 500, retryAfterSeconds })
}

/** A request to which the platform did not react in time. */
export function timeoutError(): ApiError {
  return new ApiError({ code: 'timeout', status: 0, retryable: true })
}

/** A request without a reply. `failure` is what `uni.request` passes to `fail`. */
export function toTransportError(failure: unknown): ApiError {
  const code = transportErrorCode(isJsonObject(failure) ? failure : {})
  return new ApiError({ code, status: 0, retryable: code !== 'domain_not_allowed' }, failure)
}

export function isJsonObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function readString(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

function transportErrorCode({ errMsg, errno }: Record<string, unknown>): TransportErrorCode {
  const message = String(errMsg)
  if (errno === 600002 || /not in domain list|合法域名/.test(message)) return 'domain_not_allowed'
  return /time(d )?\s?out|超时/i.test(message) ? 'timeout' : 'network'
}

/** Phones pass headers on either as the server spelt them or in lower case. */
function readRetryAfter(header: unknown): number | undefined {
  if (!isJsonObject(header)) return undefined
  const name = Object.keys(header).find((key) => key.toLowerCase() === 'retry-after')
  const seconds = name === undefined ? Number.NaN : Number.parseInt(String(header[name]), 10)
  return Number.isNaN(seconds) ? undefined : seconds
}
