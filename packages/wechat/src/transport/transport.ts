import { type Dispatcher, Pool } from 'undici'
import { Cooldown } from './cooldown'
import type { Deadline } from './deadline'
import { PendingReply, type WireReply } from './pending-reply'
import { isUnreachable } from './transport-error'

/** Encrypts and signs requests, and verifies and decrypts their replies. */
export interface RequestSecurity {
  readonly seal: (url: string, json: object) => Promise<SealedRequest>
  /** Throws an `UntrustedReplyError` for a reply that may not be from WeChat. */
  readonly open: (url: string, reply: WireReply) => WireReply
}

export interface SealedRequest {
  /** Names and values in turn. */
  readonly headers: readonly string[]
  readonly body: string
}

/** One HTTP request. The query of `path` contains secrets, so it never appears in an error. */
export interface WireRequest {
  readonly path: string
  /** Sent as a POST. Without it the request is a GET. */
  readonly json?: object | undefined
  /** Names and values in turn. */
  readonly headers?: readonly string[] | undefined
  /** For a POST. */
  readonly security?: RequestSecurity | undefined
}

export interface TransportOptions {
  /** In order of preference. */
  readonly baseUrls: readonly string[]
  /** @default connection pools that are closed with the client */
  readonly dispatcher?: Dispatcher | undefined
  readonly now: () => number
  /** Called when a base URL cannot be reached and the next one is used. */
  readonly onUnreachable: (baseUrl: string) => void
}

interface Address {
  readonly baseUrl: string
  readonly origin: string
  readonly pathPrefix: string
  /** Start of the URL that API security signs. A gateway or an emulator stands for the official address. */
  readonly signedBase: string
  readonly dispatcher: Dispatcher
  readonly cooldown: Cooldown
}

const MAX_REPLY_BYTES = 256 * 1024
const MAX_CONNECT_MS = 3_000
/** With several addresses there must be time left for the next one. */
const MAX_FAILOVER_CONNECT_MS = 1_500
const UNREACHABLE_COOLDOWN_MS = 60_000
const HEADERS = ['accept', 'application/json', 'content-type', 'application/json']
const OFFICIAL_HOST = /(^|\.)weixin\.qq\.com$/
const OFFICIAL_ORIGIN = 'https://api.weixin.qq.com'

function parseBaseUrl(baseUrl: string): URL {
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined
  if (url !== undefined && /^https?:$/.test(url.protocol) && url.search === '' && url.username === '') return url
  throw new TypeError('baseUrl must be an http(s) URL without query and credentials, such as https://api.weixin.qq.com')
}

/**
 * Sends requests through undici. A string body is sent with its `Content-Length`; a stream would be chunked, which
 * WeChat answers with an empty 412. Uses `dispatch` because `request` creates a stream for each reply, which costs as
 * much as the rest of the call.
 */
export class Transport {
  readonly #addresses: readonly [Address, ...Address[]]
  readonly #pools: Pool[] = []
  readonly #onUnreachable: (baseUrl: string) => void

  constructor({ baseUrls, dispatcher, now, onUnreachable }: TransportOptions) {
    const [first, ...others] = baseUrls
    if (first === undefined) throw new TypeError('baseUrl must contain at least one URL')
    const timeout = others.length === 0 ? MAX_CONNECT_MS : MAX_FAILOVER_CONNECT_MS
    const toAddress = (baseUrl: string): Address => {
      const { origin, hostname, pathname } = parseBaseUrl(baseUrl)
      const pathPrefix = pathname.replace(/\/$/, '')
      return {
        baseUrl,
        origin,
        pathPrefix,
        signedBase: OFFICIAL_HOST.test(hostname) ? origin + pathPrefix : OFFICIAL_ORIGIN,
        dispatcher: dispatcher ?? this.#openPool(origin, timeout),
        cooldown: new Cooldown(now),
      }
    }
    this.#addresses = [toAddress(first), ...others.map(toAddress)]
    this.#onUnreachable = onUnreachable
  }

  /** Sends one request and reads its reply. Rejects with a `TransportError` or an `UntrustedReplyError`. */
  send(request: WireRequest, deadline: Deadline): Promise<WireReply> {
    const { length, 0: only } = this.#addresses
    return length === 1 ? this.#sendTo(only, request, deadline) : this.#sendToReachable(request, deadline)
  }

  /** Waits for requests in flight, then closes the connections. A dispatcher of the application stays open. */
  async close(): Promise<void> {
    await Promise.all(this.#pools.map((pool) => pool.close()))
  }

  #openPool(origin: string, connectTimeout: number): Pool {
    // calls have their own deadline, so undici's timers are off
    const limits = { maxResponseSize: MAX_REPLY_BYTES, headersTimeout: 0, bodyTimeout: 0 }
    const pool = new Pool(origin, { connect: { timeout: connectTimeout }, ...limits })
    this.#pools.push(pool)
    return pool
  }

  /** Tries one address after the other, but only until something has been sent. */
  async #sendToReachable(request: WireRequest, deadline: Deadline): Promise<WireReply> {
    const isReady = ({ cooldown }: Address): boolean => cooldown.isOver()
    const isCooling = (address: Address): boolean => !isReady(address)
    let failure: unknown
    for (const address of [...this.#addresses.filter(isReady), ...this.#addresses.filter(isCooling)]) {
      try {
        return await this.#sendTo(address, request, deadline)
      } catch (error) {
        if (!isUnreachable(error)) throw error
        failure = error
        if (isReady(address)) this.#onUnreachable(address.baseUrl)
        address.cooldown.start(UNREACHABLE_COOLDOWN_MS)
      }
    }
    throw failure
  }

  #sendTo(address: Address, request: WireRequest, deadline: Deadline): Promise<WireReply> {
    const { path, json, headers, security } = request
    if (security !== undefined && json !== undefined) return this.#sendSecured(address, path, json, security, deadline)
    const body = json === undefined ? null : JSON.stringify(json)
    return this.#dispatch(address, path, body, headers === undefined ? HEADERS : [...HEADERS, ...headers], deadline)
  }

  async #sendSecured(
    address: Address,
    path: string,
    json: object,
    security: RequestSecurity,
    deadline: Deadline,
  ): Promise<WireReply> {
    const url = address.signedBase + path.replace(/\?.*$/, '')
    const { headers, body } = await security.seal(url, json)
    return security.open(url, await this.#dispatch(address, path, body, [...HEADERS, ...headers], deadline))
  }

  #dispatch(address: Address, path: string, body: string | null, headers: string[], deadline: Deadline) {
    return new Promise<WireReply>((resolve, reject) => {
      const pending = new PendingReply(deadline, resolve, reject)
      if (deadline.reason !== undefined) {
        pending.fail(deadline.reason)
        return
      }
      deadline.listen(pending)
      const { origin, pathPrefix, dispatcher } = address
      try {
        dispatcher.dispatch(
          { origin, path: pathPrefix + path, method: body === null ? 'GET' : 'POST', headers, body },
          pending,
        )
      } catch (error) {
        pending.fail(error)
      }
    })
  }
}
