import {
  toText,
  type Clock,
  type NativeResponse,
  type NativeResult,
  type Phone,
  type RequestRecord,
  type RequestResult,
  type WxCalls,
  type WxFunctions,
  type WxOptions,
} from '../host/index'
import type { Network, NetworkLoss } from './events'
import { fromBase64, prepareRequest } from './request-body'

export interface RequestOptions {
  readonly calls: WxCalls
  readonly clock: Clock
  readonly phone: Phone
  readonly network: Network
  readonly requests: RequestRecord[]
  readonly allowedDomains?: readonly string[]
  /** `networkTimeout.request` of app.json, in milliseconds. */
  readonly timeoutMs?: number
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
export function createRequestFunctions(options: RequestOptions): WxFunctions {
  let lastId = 0
  return {
    request: (input: WxOptions) => startRequest(++lastId, input, options),
  }
}

function startRequest(id: number, input: WxOptions, options: RequestOptions): object {
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
  options.requests.push(record)
  const settle = createSettle(id, input, record, options)
  const isBinary = input['responseType'] === 'arraybuffer'
  const native = { id, method, ...prepared, responseEncoding: isBinary ? 'base64' : 'utf8' } as const
  void send(() => options.phone.request(native), record, options).then((result) => {
    settle(toRequestResult(result, input))
  })
  return createTask(settle)
}

type Settle = (result: RequestResult) => void

/** The first result counts: the answer, the time-out, the abort, or the end of the network. */
function createSettle(id: number, input: WxOptions, record: RequestRecord, options: RequestOptions): Settle {
  const { calls, clock, network, phone } = options
  const timer = clock.setTimeout(
    () => {
      settle({ errMsg: 'request:fail timeout', errno: 5 })
    },
    timeoutOf(input, options),
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

function timeoutOf(input: WxOptions, { timeoutMs }: RequestOptions): number {
  return Math.min(Number(input['timeout'] ?? timeoutMs ?? TIMEOUT_MS), TIMEOUT_MS)
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
  { calls, network, allowedDomains }: RequestOptions,
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
  const ignore = (): void => undefined
  return {
    abort: () => {
      settle({ errMsg: 'request:fail abort' })
    },
    onHeadersReceived: ignore,
    offHeadersReceived: ignore,
    onChunkReceived: ignore,
    offChunkReceived: ignore,
  }
}
