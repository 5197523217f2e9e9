import { type ApiError, toApiError, toTransportError } from './api-error'

/** As much of `uni.request` as is used here. */
export type HttpRequest = (options: {
  url: string
  method: 'POST'
  data: object
  header: Record<string, string>
  timeout: number
  success: (reply: { statusCode: number; data: unknown; header: unknown }) => void
  fail: (failure: unknown) => void
}) => unknown

/** Posts JSON and gives the parsed body of a 2xx answer; everything else rejects with an `ApiError`. */
export type JsonPost = (path: string, body: object, headers?: Record<string, string>) => Promise<unknown>

/** Longer than the server's own deadline of five seconds: its answer says more than a timeout here. */
const REQUEST_TIMEOUT_MS = 10_000

export function createJsonPost(options: { baseUrl: string; request?: HttpRequest }): JsonPost {
  const send = options.request ?? ((request) => uni.request(request))

  return (path, body, headers = {}) =>
    new Promise((resolve, reject: (error: ApiError) => void) => {
      send({
        url: `${options.baseUrl}${path}`,
        method: 'POST',
        data: body,
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
}
