import { type Clock, systemClock, withTimeout } from '../clock'
import { type ApiError, type HttpReply, timeoutError, toApiError, toTransportError } from './api-error'

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'

/** The part of `uni.request` that is used here. */
export type HttpRequest = (options: {
  readonly url: string
  readonly method: Method
  readonly data?: object
  readonly header: Record<string, string>
  readonly timeout: number
  readonly success: (reply: HttpReply) => void
  readonly fail: (failure: unknown) => void
}) => unknown

export interface ApiRequest {
  readonly method: Method
  /** Starts with a slash. */
  readonly path: string
  readonly body?: object
  readonly headers?: Record<string, string>
}

/** Sends JSON and returns the parsed body of a 2xx reply. Everything else rejects with an `ApiError`. */
export type HttpClient = (request: ApiRequest) => Promise<unknown>

interface HttpClientOptions {
  readonly baseUrl: string
  readonly request?: HttpRequest
  readonly clock?: Clock
}

/** Longer than the server's own deadline of five seconds: its error says more than a timeout here. */
const REQUEST_TIMEOUT_MS = 8_000
/** For a phone that does not keep to that. */
const WATCHDOG_MS = 9_000

/** Names the mini program to a server that works for several; H5 has no AppID. */
const sendByUni: HttpRequest = (options) => {
  // #ifdef MP-WEIXIN
  try {
    options.header['X-WeChat-AppID'] = uni.getAccountInfoSync().miniProgram.appId
  } catch {
    // the server takes its first mini program
  }
  // #endif
  return uni.request(options)
}

export function createHttpClient({
  baseUrl,
  request: send = sendByUni,
  clock = systemClock,
}: HttpClientOptions): HttpClient {
  const call = ({ method, path, body, headers }: ApiRequest) =>
    new Promise<unknown>((resolve, reject: (error: ApiError) => void) => {
      send({
        url: `${baseUrl}${path}`,
        method,
        ...(body && { data: body }),
        header: { 'Content-Type': 'application/json', ...headers },
        timeout: REQUEST_TIMEOUT_MS,
        success(reply) {
          if (reply.statusCode >= 200 && reply.statusCode < 300) resolve(reply.data)
          else reject(toApiError(reply))
        },
        fail(failure) {
          reject(toTransportError(failure))
        },
      })
    })

  return (options) => withTimeout(clock, WATCHDOG_MS, call(options), () => Promise.reject(timeoutError()))
}
