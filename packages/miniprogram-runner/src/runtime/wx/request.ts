import {
  toText,
  type BodyEncoding,
  type NativeResponse,
  type NativeResult,
  type RequestRecord,
  type RequestResult,
  type WxFunctions,
  type WxOptions,
} from '../host/index'
import type { WxDeps } from './deps'
import type { Network, NetworkLoss } from './events'

interface RequestDeps extends WxDeps {
  readonly network: Network
}

// documented: the default and the maximum
const TIMEOUT_MS = 60_000

/**
 * `wx.request`, sent by Node: without CORS and Origin, as from a phone. Unverified: failures of the network have the
 * texts and the errno that developers report from Android; those of an iPhone differ.
 *
 * @see https://developers.weixin.qq.com/miniprogram/dev/api/network/request/wx.request.html
 * @see https://developers.weixin.qq.com/miniprogram/dev/framework/ability/network.html
 */
export function createRequestFunctions(deps: WxDeps, network: Network): WxFunctions {
  let lastId = 0
  return {
    request: (input: WxOptions) => startRequest(++lastId, input, { ...deps, network }),
  }
}

function startRequest(id: number, input: WxOptions, deps: RequestDeps): object {
  const method = toText(input['method'], 'GET').toUpperCase()
  const header = (input['header'] ?? {}) as Record<string, unknown>
  const prepared = prepareRequest({ url: toText(input['url']), method, header, data: input['data'] })
  const record: RequestRecord = {
    url: prepared.url,
    method,
    header: prepared.header,
    body: prepared.body,
    result: undefined,
  }
  deps.records.requests.push(record)
  const settle = createSettle(id, input, record, deps)
  const isBinary = input['responseType'] === 'arraybuffer'
  const native = { id, method, ...prepared, responseEncoding: isBinary ? 'base64' : 'utf8' } as const
  void send(() => deps.phone.request(native), record, deps).then((result) => {
    settle(toRequestResult(result, input))
  })
  return createTask(settle)
}

type Settle = (result: RequestResult) => void

/** The first result counts: the answer, the time-out, the abort, or the end of the network. */
function createSettle(id: number, input: WxOptions, record: RequestRecord, deps: RequestDeps): Settle {
  const { calls, clock, network, phone } = deps
  const timer = clock.setTimeout(
    () => {
      settle({ errMsg: 'request:fail timeout', errno: 5 })
    },
    timeoutOf(input, deps),
  )
  const forget = network.onLoss((loss) => {
    settle(toFailure(LOSS_TEXTS[loss]))
  })

  function settle(result: RequestResult): void {
    if (record.result !== undefined) return
    record.result = result
    clock.clearTimeout(timer)
    forget()
    phone.abortRequest(id)
    if (network.loss() === 'closed') return
    calls.callBack('request', input, result.statusCode === undefined ? 'fail' : 'success', result)
  }
  return settle
}

function timeoutOf(input: WxOptions, { program }: RequestDeps): number {
  return Math.min(Number(input['timeout'] ?? program.app.networkTimeout?.request ?? TIMEOUT_MS), TIMEOUT_MS)
}

// `interrupted` is documented; unverified: that a request made in the background fails with the same text
const LOSS_TEXTS: Record<NetworkLoss, string> = {
  disconnected: '-106:net::ERR_INTERNET_DISCONNECTED',
  interrupted: 'interrupted',
  closed: 'abort',
}

const NOT_ALLOWED = 'url not in domain list'

async function send(
  request: () => Promise<NativeResult>,
  record: RequestRecord,
  { calls, network, settings: { allowedDomains } }: RequestDeps,
): Promise<NativeResult | RequestResult> {
  // WeChat answers later, never within the call; until then the request may have been aborted
  await Promise.resolve()
  const failure = calls.failureOf('request')
  if (failure !== undefined) return { errMsg: `request:fail ${failure.message}`, ...failure.result }
  if (allowedDomains !== undefined && !isAllowed(record.url, allowedDomains)) return { failure: NOT_ALLOWED }
  const loss = network.loss()
  if (loss !== undefined) return { failure: LOSS_TEXTS[loss] }
  return record.result === undefined ? request() : { failure: LOSS_TEXTS.closed }
}

// a domain without a port allows no port, one with a port only that one
function isAllowed(url: string, domains: readonly string[]): boolean {
  return domains.some((domain) => url === domain || url.startsWith(`${domain}/`) || url.startsWith(`${domain}?`))
}

function toRequestResult(result: NativeResult | RequestResult, input: WxOptions): RequestResult {
  if ('errMsg' in result) return result
  return 'response' in result ? toSuccess(result.response, input) : toFailure(result.failure)
}

function toFailure(text: string): RequestResult {
  const errMsg = `request:fail ${text}`
  // no errno is known of an interrupted request
  if (text === LOSS_TEXTS.interrupted) return { errMsg }
  return { errMsg, errno: text === NOT_ALLOWED ? 600002 : 600001 }
}

function toSuccess({ statusCode, header, cookies, body }: NativeResponse, input: WxOptions): RequestResult {
  return { data: decode(body, input), statusCode, header, cookies, errMsg: 'request:ok' }
}

function decode(body: string, { responseType, dataType = 'json' }: WxOptions): unknown {
  if (responseType === 'arraybuffer') return fromBase64(body)
  // documented: one byte order mark is removed
  const text = body.replace(/^\uFEFF/, '')
  if (dataType !== 'json') return text
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

function createTask(settle: Settle): object {
  return {
    abort: () => {
      settle({ errMsg: 'request:fail abort' })
    },
  }
}

interface PreparedRequest {
  readonly url: string
  readonly header: Record<string, string>
  readonly body?: string
  readonly bodyEncoding: BodyEncoding
}

interface RequestInput {
  readonly url: string
  readonly method: string
  readonly header: Record<string, unknown>
  readonly data: unknown
}

/**
 * Puts `data` into the request as WeChat does: into the query of a GET, else into the body as JSON or a form, depending
 * on the content type.
 *
 * @see https://developers.weixin.qq.com/miniprogram/dev/api/network/request/wx.request.html
 */
function prepareRequest({ url, method, header, data }: RequestInput): PreparedRequest {
  const sent = { 'content-type': 'application/json', ...lowerCaseNames(header) }
  if (method === 'GET' || method === 'HEAD') return { url: withQuery(url, data), header: sent, bodyEncoding: 'utf8' }
  if (data instanceof ArrayBuffer) return { url, header: sent, body: toBase64(data), bodyEncoding: 'base64' }
  return { url, header: sent, body: encodeBody(data, sent['content-type']), bodyEncoding: 'utf8' }
}

// documented: a mini program cannot set Referer
function lowerCaseNames(header: Record<string, unknown>): Record<string, string> {
  const entries = Object.entries(header).map(([name, value]) => [name.toLowerCase(), String(value)] as const)
  return Object.fromEntries(entries.filter(([name]) => name !== 'referer'))
}

function withQuery(url: string, data: unknown): string {
  const query = isRecord(data) ? toForm(data) : ''
  if (query === '') return url
  return `${url}${url.includes('?') ? '&' : '?'}${query}`
}

function encodeBody(data: unknown, contentType: string): string | undefined {
  if (data === undefined || data === null) return undefined
  if (typeof data === 'string') return data
  return contentType.includes('x-www-form-urlencoded') && isRecord(data) ? toForm(data) : JSON.stringify(data)
}

function toForm(data: Record<string, unknown>): string {
  return Object.entries(data)
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(toText(value))}`)
    .join('&')
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !(value instanceof ArrayBuffer)
}

function toBase64(buffer: ArrayBuffer): string {
  return btoa(Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join(''))
}

function fromBase64(text: string): ArrayBuffer {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)).buffer
}
