import { toText, type BodyEncoding } from '../host/index'

export interface PreparedRequest {
  readonly url: string
  readonly header: Record<string, string>
  readonly body?: string
  readonly bodyEncoding: BodyEncoding
}

export interface RequestInput {
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
export function prepareRequest({ url, method, header, data }: RequestInput): PreparedRequest {
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

export function fromBase64(text: string): ArrayBuffer {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)).buffer
}
