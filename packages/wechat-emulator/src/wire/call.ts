const ROUTES = [
  { method: 'GET', path: '/cgi-bin/token', endpoint: 'token' },
  { method: 'POST', path: '/cgi-bin/stable_token', endpoint: 'stable_token' },
  { method: 'POST', path: '/wxa/business/getuserphonenumber', endpoint: 'getuserphonenumber' },
  { method: 'GET', path: '/sns/jscode2session', endpoint: 'jscode2session' },
  { method: 'POST', path: '/cgi-bin/openapi/rid/get', endpoint: 'rid' },
  { method: 'POST', path: '/cgi-bin/clear_quota', endpoint: 'clear_quota' },
  { method: 'POST', path: '/wxa/business/checkencryptedmsg', endpoint: 'checkencryptedmsg' },
  { method: 'GET', path: '/wxa/charge/usage/get', endpoint: 'usage' },
] as const

export type Endpoint = (typeof ROUTES)[number]['endpoint'] | 'unknown'

/** Emulated routes of WeChat's API, such as `GET /cgi-bin/token`; any other path gets 40066. */
export const WECHAT_ROUTES: readonly string[] = ROUTES.map(({ method, path }) => `${method} ${path}`)

const ENDPOINTS: ReadonlyMap<string, Endpoint> = new Map<string, Endpoint>(
  ROUTES.map(({ path, endpoint }) => [path, endpoint]),
)

/** One request to WeChat's API, over a socket or in process. */
export interface ApiCall {
  readonly method: string
  readonly path: string
  /** Query as it was sent, without the question mark. */
  readonly query: string
  readonly body: string
  /** False for a POST without a content length. */
  readonly hasLength: boolean
  /** Returns a header by its name in lower case. */
  readonly header: (name: string) => string | undefined
  /** IP address of the client. */
  readonly address: string
  /** Aborted when the client closes the connection. */
  readonly signal: () => AbortSignal
}

export interface Answer {
  readonly status: number
  readonly contentType: string
  readonly body: string
  /** Headers of API security. @default none */
  readonly headers?: Readonly<Record<string, string>>
  /** Null if the answer is not WeChat's, or a success without an errcode. */
  readonly errcode: number | null
}

/** Outcome of a call: an answer, a broken connection, or a client that closed it. */
export type Reply = Answer | 'reset' | 'clientClosed'

export type Answerer<Result> = (call: ApiCall) => Result

/** WeChat's front end rejects a POST without a length before anything reads it: status 412 and an empty body. */
export const LENGTH_REQUIRED: Answer = { status: 412, contentType: '', body: '', errcode: null }

export function endpointOf(path: string): Endpoint {
  return ENDPOINTS.get(path) ?? 'unknown'
}

/** Only the media types are verified, not whether WeChat adds a parameter to them. */
export function contentTypeOf(endpoint: Endpoint): string {
  return endpoint === 'jscode2session' ? 'text/plain' : 'application/json'
}

export function jsonAnswer(endpoint: Endpoint, value: object, errcode: number | null): Answer {
  return { status: 200, contentType: contentTypeOf(endpoint), body: JSON.stringify(value), errcode }
}
