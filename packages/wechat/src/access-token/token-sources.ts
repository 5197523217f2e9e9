import { type WeChatEndpoint, WeChatError } from '../errors'
import {
  busyRetryDelay,
  Deadline,
  isBusyError,
  isFields,
  malformedReply,
  readReply,
  toLostReplyError,
  Transport,
  type WireRequest,
} from '../transport'

/** An access token and its remaining lifetime. */
export interface IssuedToken {
  readonly accessToken: string
  readonly expiresInSeconds: number
}

/** A central token server. It answers `GET` with WeChat's `{"access_token", "expires_in"}`, `expires_in` in seconds from now. */
export interface TokenServerOptions {
  /** An http(s) URL. */
  readonly url: string
  /** Sent as `Authorization: Bearer`. */
  readonly bearer: string
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
  readonly close?: () => Promise<void>
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

function parseTokenServer({ url, bearer }: TokenServerOptions): URL {
  if (typeof bearer !== 'string' || !/^[\x21-\x7e]+$/.test(bearer))
    throw new TypeError('accessToken.bearer must be a token without spaces')
  const parsed = URL.canParse(url) ? new URL(url) : undefined
  if (parsed !== undefined && /^https?:$/.test(parsed.protocol) && parsed.username === '') return parsed
  throw new TypeError('accessToken.url must be an http(s) URL without credentials')
}

/** A central server that refuses us is a matter for the operator. */
function toTokenServerError(error: unknown): unknown {
  if (!(error instanceof WeChatError) || (error.httpStatus !== 401 && error.httpStatus !== 403)) return error
  const { endpoint, reason, httpStatus } = error
  return new WeChatError('misconfigured', { endpoint, reason, httpStatus })
}

/**
 * Asks a central token server, as WeChat advises for several back ends. After a rejected token the request has
 * `Cache-Control: no-cache`, so that the server can refresh its own.
 * @see https://developers.weixin.qq.com/doc/oplatform/developers/dev/AccessToken.html
 */
export function createServerTokenSource(
  server: TokenServerOptions,
  options: Omit<TokenEndpointOptions, 'transport'> & { readonly now: () => number },
): TokenSource {
  const { origin, pathname, search } = parseTokenServer(server)
  const transport = new Transport({ baseUrls: [origin], now: options.now, onUnreachable: () => undefined })
  const endpoint = new TokenEndpoint({ ...options, transport }, 'access_token')
  return {
    endpoint: 'access_token',
    async issue({ rejectedToken }) {
      const fresh = rejectedToken === undefined ? [] : ['cache-control', 'no-cache']
      const headers = ['authorization', `Bearer ${server.bearer}`, ...fresh]
      try {
        return await endpoint.fetch({ path: pathname + search, headers })
      } catch (error) {
        throw toTokenServerError(error)
      }
    },
    close: () => transport.close(),
  }
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
