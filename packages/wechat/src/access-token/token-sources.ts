import { type BusyRetryOptions, retryBusy } from '../transport/busy-retry'
import { createDeadline } from '../transport/deadline'
import { isFields, lostReply, malformedReply, readReply } from '../transport/reply'
import type { Transport, WireRequest } from '../transport/transport'
import { type WeChatEndpoint, WeChatError } from '../errors/wechat-error'

/** An access token as its source gives it. */
export interface IssuedToken {
  readonly accessToken: string
  readonly expiresInSeconds: number
}

/** Why a token is asked for. */
export interface TokenRequest {
  /** The token WeChat has just refused, if that is why. */
  readonly rejectedToken?: string | undefined
}

/** A function of the host program's own that gives the current access token, from a central token server for instance. */
export type AccessTokenFunction = (request: TokenRequest) => Promise<IssuedToken>

/** Where access tokens come from: one small interface, however they are made. */
export interface TokenSource {
  readonly endpoint: WeChatEndpoint
  issue: (request: TokenRequest) => Promise<IssuedToken>
  /** Makes WeChat replace the current token at once, where the source has such a mode. */
  readonly issueByForce?: () => Promise<IssuedToken>
}

export interface TokenEndpointOptions extends BusyRetryOptions {
  readonly appId: string
  readonly appSecret: string
  readonly transport: Transport
  /** How long one fetch may take, in milliseconds. */
  readonly timeoutMs: number
}

/** WeChat advises to store 512 characters, and all are letters, digits, `-` and `_`; what no URL can carry is no token. */
const TOKEN = /^[\x21-\x7e]{1,2048}$/

function isIssuedToken(accessToken: unknown, expiresIn: unknown): boolean {
  return typeof accessToken === 'string' && TOKEN.test(accessToken) && typeof expiresIn === 'number' && expiresIn > 0
}

async function fetchToken(options: TokenEndpointOptions, endpoint: WeChatEndpoint, request: WireRequest) {
  const deadline = createDeadline(options.timeoutMs)
  try {
    const reply = await options.transport.send(request, deadline)
    const { access_token, expires_in } = readReply(reply, endpoint, 'unavailable')
    if (!isIssuedToken(access_token, expires_in)) throw malformedReply(endpoint, 'unavailable')
    return { accessToken: access_token as string, expiresInSeconds: expires_in as number }
  } catch (error) {
    throw lostReply(error, endpoint, 'unavailable')
  } finally {
    deadline.clear()
  }
}

/**
 * `POST /cgi-bin/stable_token`: whoever asks gets the same token until five minutes before its end, so any number of
 * instances need share nothing.
 * @see https://developers.weixin.qq.com/miniprogram/dev/server/API/mp-access-token/api_getstableaccesstoken.html
 */
export function createStableTokenSource(options: TokenEndpointOptions): TokenSource {
  const { appId, appSecret } = options
  const endpoint = 'stable_token'
  const issue = (force: boolean) =>
    retryBusy(
      endpoint,
      () =>
        fetchToken(options, endpoint, {
          path: '/cgi-bin/stable_token',
          json: { grant_type: 'client_credential', appid: appId, secret: appSecret, force_refresh: force },
        }),
      options,
    )
  return { endpoint, issue: () => issue(false), issueByForce: () => issue(true) }
}

/**
 * `GET /cgi-bin/token`: every call makes a new token and ends the one before within five minutes. For one instance
 * alone: several would end each other's tokens, which is what `stable_token` is for.
 * @see https://developers.weixin.qq.com/miniprogram/dev/server/API/mp-access-token/api_getaccesstoken.html
 */
export function createClassicTokenSource(options: TokenEndpointOptions): TokenSource {
  const query = new URLSearchParams({
    grant_type: 'client_credential',
    appid: options.appId,
    secret: options.appSecret,
  })
  const endpoint = 'token'
  const path = `/cgi-bin/token?${query.toString()}`
  return { endpoint, issue: () => retryBusy(endpoint, () => fetchToken(options, endpoint, { path }), options) }
}

/** Asks the host program; what it throws stays the cause, what it returns is checked like any reply. */
export function createFunctionTokenSource(ask: AccessTokenFunction): TokenSource {
  const endpoint = 'access_token'
  async function askHost(request: TokenRequest): Promise<unknown> {
    try {
      return await ask(request)
    } catch (cause) {
      throw new WeChatError('unavailable', { endpoint, reason: 'token_source', cause })
    }
  }
  return {
    endpoint,
    async issue(request) {
      const issued = await askHost(request)
      const { accessToken, expiresInSeconds } = isFields(issued) ? issued : {}
      if (!isIssuedToken(accessToken, expiresInSeconds)) throw malformedReply(endpoint, 'misconfigured')
      return { accessToken: accessToken as string, expiresInSeconds: expiresInSeconds as number }
    },
  }
}
