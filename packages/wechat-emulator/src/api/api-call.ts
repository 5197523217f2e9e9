/** One request to WeChat's API, whichever way it came in. */
export interface ApiCall {
  method: string
  path: string
  /** The query as it was sent, without the question mark. */
  query: string
  body: string
  /** False for a POST of which the length was not announced. */
  hasLength: boolean
  /** The caller's IP address. */
  address: string
  /** Aborted when the caller goes away. */
  signal: () => AbortSignal
}

export type Answerer<Result> = (call: ApiCall) => Result
