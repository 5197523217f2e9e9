import { isJsonObject, type JsonObject } from './json-object'

interface ApiErrorTraits {
  /** A code of the API, or one of `TransportErrorCode`. A newer server may send codes this build does not know. */
  code: string
  /** The HTTP status; 0 where no answer came. */
  status: number
  /** Whether the very same request, with the same key, may be sent again. */
  retryable: boolean
  retryAfterSeconds?: number | undefined
  requestId?: string | undefined
}

/** What the client itself finds out, without a word from the API. */
export type TransportErrorCode = 'network' | 'timeout' | 'domain_not_allowed' | 'bad_reply'

export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly code: string
  readonly status: number
  readonly retryable: boolean
  readonly retryAfterSeconds: number | undefined
  readonly requestId: string | undefined

  constructor(traits: ApiErrorTraits, cause?: unknown) {
    super(traits.code, { cause })
    this.code = traits.code
    this.status = traits.status
    this.retryable = traits.retryable
    this.retryAfterSeconds = traits.retryAfterSeconds
    this.requestId = traits.requestId
  }
}

interface Reply {
  statusCode: number
  data: unknown
  header: unknown
}

/** An answer that is not a success: the API's own problem document, or a page some proxy on the way has sent. */
export function toApiError({ statusCode, data, header }: Reply): ApiError {
  const retryAfterSeconds = readRetryAfter(header)
  if (!isJsonObject(data) || typeof data.code !== 'string') return badReply(statusCode, retryAfterSeconds)
  return new ApiError({
    code: data.code,
    status: typeof data.status === 'number' ? data.status : statusCode,
    retryable: data.retryable === true,
    retryAfterSeconds,
    requestId: typeof data.requestId === 'string' ? data.requestId : undefined,
  })
}

/** Sending the request again under its key is safe, and a 4xx alone says that it is useless. */
export function badReply(status: number, retryAfterSeconds?: number): ApiError {
  return new ApiError({ code: 'bad_reply', status, retryable: status < 400 || status >= 500, retryAfterSeconds })
}

/** No answer at all. `failure` is what `uni.request` hands to `fail`. */
export function toTransportError(failure: unknown): ApiError {
  const code = transportErrorCode(isJsonObject(failure) ? failure : {})
  return new ApiError({ code, status: 0, retryable: code !== 'domain_not_allowed' }, failure)
}

function transportErrorCode({ errMsg, errno }: JsonObject): TransportErrorCode {
  const message = String(errMsg)
  if (errno === 600002 || message.includes('not in domain list')) return 'domain_not_allowed'
  return /time(d )?\s?out/i.test(message) ? 'timeout' : 'network'
}

/** Phones hand headers over in the server's spelling, or all in lower case. */
function readRetryAfter(header: unknown): number | undefined {
  if (!isJsonObject(header)) return undefined
  const name = Object.keys(header).find((key) => key.toLowerCase() === 'retry-after')
  const seconds = name === undefined ? Number.NaN : Number.parseInt(String(header[name]), 10)
  return Number.isNaN(seconds) ? undefined : seconds
}
