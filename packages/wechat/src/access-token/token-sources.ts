import { type WeChatEndpoint, WeChatError } from '../errors'
import {
  busyRetryDelay,
  Deadline,
  isBusyError,
  isFields,
  malformedReply,
  readReply,
  toLostReplyError,
  type Transport,
  type WireRequest,
} from '../transport'

/** An access token and its remaining lifetime. */
export interface IssuedToken {
  readonly accessToken: string
  readonly expiresInSeconds: number
}

/** A request for the current token. */
export interface TokenRequest {
  /** The token that WeChat has just rejected, if that is the reason for the request. */
  readonly rejectedToken?: string | undefined
}

/** A function of the application that returns the current access token, for example from a central token server. */
export type AccessTokenFunction = (request: TokenRequest) => Promise<IssuedToken>

/** Issues access tokens. */
export interface TokenSource {
  readonly endpoint: WeChatEndpoint
  readonly issue: (request: TokenRequest) => Promise<IssuedToken>
  /** Makes WeChat replace the current token at once, if the source has such a mode. */
  readonly issueByForce?: () => Promise<IssuedToken>
}

export interface TokenEndpointOptions {
  readonly appId: string
  readonly appSecret: string
  readonly transport: Transport
  /** Time limit of one fetch, in milliseconds. */
  readonly timeoutMs: number
  readonly random: () => number
  readonly sleep: (ms: number) => Promise<void>
}

/** WeChat advises to store 512 characters, all of them letters, digits, `-` and `_`. Anything that no URL can carry is refused. */
const TOKEN = /^[\x21-\x7e]{1,2048}$/

function toIssuedToken(accessToken: unknown, expiresIn: unknown): IssuedToken | undefined {
  if (typeof accessToken !== 'string' || !TOKEN.test(accessToken)) return undefined
  if (typeof expiresIn !== 'number' || !(expiresIn > 0)) return undefined
  return { accessToken, expiresInSeconds: expiresIn }
}

/** A token endpoint of WeChat. */
class TokenEndpoint {
  readonly #options: TokenEndpointOptions
  readonly #endpoint: WeChatEndpoint

  constructor(options: TokenEndpointOptions, endpoint: WeChatEndpoint) {
    this.#options = options
    this.#endpoint = endpoint
  }

  /** Fetches a token, with one retry if WeChat is busy. */
  async fetch(request: WireRequest): Promise<IssuedToken> {
    try {
      return await this.#fetchOnce(request)
    } catch (error) {
      if (!isBusyError(error, this.#endpoint)) throw error
      await this.#options.sleep(busyRetryDelay(this.#options.random))
      return this.#fetchOnce(request)
    }
  }

  async #fetchOnce(request: WireRequest): Promise<IssuedToken> {
    const deadline = new Deadline(this.#options.timeoutMs)
    try {
      const reply = await this.#options.transport.send(request, deadline)
      const { access_token, expires_in } = readReply(reply, this.#endpoint, 'unavailable')
      const issued = toIssuedToken(access_token, expires_in)
      if (issued === undefined) throw malformedReply(this.#endpoint, 'unavailable')
      return issued
    } catch (error) {
      throw toLostReplyError(error, this.#endpoint, 'unavailable')
    } finally {
      deadline.clear()
    }
  }
}

/**
 * `POST /cgi-bin/stable_token`: returns the same token to every caller until five minutes before its expiry, so any
 * number of instances can use it without sharing state.
 * @see https://developers.weixin.qq.com/miniprogram/dev/server/API/mp-access-token/api_getstableaccesstoken.html
 */
export function createStableTokenSource(options: TokenEndpointOptions): TokenSource {
  const { appId, appSecret } = options
  const endpoint = new TokenEndpoint(options, 'stable_token')
  const issue = (force: boolean) =>
    endpoint.fetch({
      path: '/cgi-bin/stable_token',
      json: { grant_type: 'client_credential', appid: appId, secret: appSecret, force_refresh: force },
    })
  return { endpoint: 'stable_token', issue: () => issue(false), issueByForce: () => issue(true) }
}

/**
 * `GET /cgi-bin/token`: each call creates a new token and ends the previous one within five minutes. For a single
 * instance only: several would end each other's tokens. Use `stable_token` then.
 * @see https://developers.weixin.qq.com/miniprogram/dev/server/API/mp-access-token/api_getaccesstoken.html
 */
export function createClassicTokenSource(options: TokenEndpointOptions): TokenSource {
  const { appId: appid, appSecret: secret } = options
  const query = new URLSearchParams({ grant_type: 'client_credential', appid, secret })
  const endpoint = new TokenEndpoint(options, 'token')
  return { endpoint: 'token', issue: () => endpoint.fetch({ path: `/cgi-bin/token?${query.toString()}` }) }
}

async function callTokenFunction(getToken: AccessTokenFunction, request: TokenRequest): Promise<unknown> {
  try {
    return await getToken(request)
  } catch (cause) {
    throw new WeChatError('unavailable', { endpoint: 'access_token', reason: 'token_source', cause })
  }
}

/** Calls the application's function. An error of it becomes the cause; its result is validated like a reply. */
export function createFunctionTokenSource(getToken: AccessTokenFunction): TokenSource {
  const endpoint = 'access_token'
  return {
    endpoint,
    async issue(request) {
      const result = await callTokenFunction(getToken, request)
      const issued = isFields(result) ? toIssuedToken(result.accessToken, result.expiresInSeconds) : undefined
      if (issued === undefined) throw malformedReply(endpoint, 'misconfigured')
      return issued
    },
  }
}
