import type { NativeResponse, NativeResult, Phone } from '../host/phone'
import type { RequestRecord, RequestResult } from '../host/records'
import { toText } from '../host/text'
import { callBack, type ReportError, type WxFunctions, type WxOptions } from '../host/callback-api'
import type { Network } from './network'
import { fromBase64, prepareRequest } from './request-body'

export interface WxRequestOptions {
  phone: Phone
  network: Network
  requests: RequestRecord[]
  allowedDomains?: string[]
  /** `networkTimeout.request` of app.json. */
  timeoutMs?: number
  reportError: ReportError
}

// documented default of networkTimeout.request
const TIMEOUT_MS = 60_000

/**
 * `wx.request`, sent by Node: no CORS and no Origin, as from a phone. Unverified: failures of the network have the texts
 * and the errno that developers report from Android; an iPhone's texts differ.
 *
 * @see https://developers.weixin.qq.com/miniprogram/dev/api/network/request/wx.request.html
 */
export function createWxRequest(options: WxRequestOptions): WxFunctions {
  let lastId = 0
  return {
    request: (input: WxOptions) => startRequest(++lastId, input, options),
  }
}

function startRequest(id: number, input: WxOptions, options: WxRequestOptions): object {
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
  const request = (): Promise<NativeResult> => options.phone.request(native)
  void send(request, record, options).then((result) => {
    settle(toRequestResult(result, input))
  })
  return createTask(settle)
}

type Settle = (result: RequestResult) => void

/** The first result counts: the answer, the time-out, or the abort. */
function createSettle(id: number, input: WxOptions, record: RequestRecord, options: WxRequestOptions): Settle {
  const timeoutMs = Number(input['timeout'] ?? options.timeoutMs ?? TIMEOUT_MS)
  const timer = setTimeout(() => {
    settle({ errMsg: 'request:fail timeout', errno: 5 })
  }, timeoutMs)
  const forget = options.network.onLost(() => {
    settle({ errMsg: `request:fail ${DISCONNECTED}`, errno: 600001 })
  })

  function settle(result: RequestResult): void {
    if (record.result !== undefined) return
    record.result = result
    clearTimeout(timer)
    forget()
    options.phone.abortRequest(id)
    if (options.network.isOver()) return
    callBack(input, result.statusCode === undefined ? 'fail' : 'success', result, options.reportError)
  }
  return settle
}

const DISCONNECTED = '-106:net::ERR_INTERNET_DISCONNECTED'

async function send(
  request: () => Promise<NativeResult>,
  record: RequestRecord,
  { network, allowedDomains }: WxRequestOptions,
): Promise<NativeResult> {
  // WeChat answers later, never within the call; until then the request may have been aborted
  await Promise.resolve()
  if (allowedDomains !== undefined && !isAllowed(record.url, allowedDomains)) return { failure: NOT_ALLOWED }
  return network.isOnline() && record.result === undefined ? request() : { failure: DISCONNECTED }
}

const NOT_ALLOWED = 'url not in domain list'

// a domain without a port allows no port, one with a port only that one
function isAllowed(url: string, domains: string[]): boolean {
  return domains.some((domain) => url === domain || url.startsWith(`${domain}/`) || url.startsWith(`${domain}?`))
}

function toRequestResult(result: NativeResult, input: WxOptions): RequestResult {
  if ('response' in result) return toSuccess(result.response, input)
  return { errMsg: `request:fail ${result.failure}`, errno: result.failure === NOT_ALLOWED ? 600002 : 600001 }
}

function toSuccess({ statusCode, header, cookies, body }: NativeResponse, input: WxOptions): RequestResult {
  return { data: decode(body, input), statusCode, header, cookies, errMsg: 'request:ok' }
}

function decode(body: string, { responseType, dataType = 'json' }: WxOptions): unknown {
  if (responseType === 'arraybuffer') return fromBase64(body)
  if (dataType !== 'json') return body
  try {
    return JSON.parse(body)
  } catch {
    return body
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
