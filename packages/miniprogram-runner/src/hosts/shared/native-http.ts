import { Agent as HttpAgent, request as httpRequest, type ClientRequest, type IncomingMessage } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import type { NativeRequest, NativeResponse, NativeResult } from '../../runtime/index'

/** HTTP client of the phone, which `wx.request` uses. */
export interface NativeHttp {
  readonly request: (request: NativeRequest) => Promise<NativeResult>
  readonly abort: (id: number) => void
  readonly close: () => void
}

interface NativeHttpOptions {
  readonly appId?: string
  readonly isRelease: boolean
}

export function createNativeHttp(options: NativeHttpOptions): NativeHttp {
  const agents = { 'http:': new HttpAgent({ keepAlive: true }), 'https:': new HttpsAgent({ keepAlive: true }) }
  const running = new Map<number, ClientRequest>()
  const fixedHeader = createFixedHeader(options)

  function open(
    url: URL,
    { method, header }: NativeRequest,
    onResponse: (response: IncomingMessage) => void,
  ): ClientRequest {
    const settings = { method, headers: { ...fixedHeader, ...header } }
    return url.protocol === 'https:'
      ? httpsRequest(url, { ...settings, agent: agents['https:'] }, onResponse)
      : httpRequest(url, { ...settings, agent: agents['http:'] }, onResponse)
  }

  async function request(input: NativeRequest): Promise<NativeResult> {
    const url = parseUrl(input.url)
    if (url === undefined) return { failure: 'invalid url' }
    try {
      const response = await new Promise<IncomingMessage>((resolve, reject) => {
        const sent = open(url, input, resolve)
        running.set(input.id, sent)
        sent.on('error', reject)
        sent.end(Buffer.from(input.body ?? '', input.bodyEncoding))
      })
      return { response: await readResponse(response, input) }
    } catch (error) {
      return { failure: networkFailure(error) }
    } finally {
      running.delete(input.id)
    }
  }

  return {
    request,
    abort: (id) => {
      running.get(id)?.destroy()
    },
    close() {
      for (const sent of running.values()) sent.destroy()
      for (const agent of Object.values(agents)) agent.destroy()
    },
  }
}

// documented: the version is 0 unless the mini program is released
function createFixedHeader({ appId = 'wx0000000000000000', isRelease }: NativeHttpOptions) {
  return {
    referer: `https://servicewechat.com/${appId}/${isRelease ? 1 : 0}/page-frame.html`,
    'user-agent': 'Mozilla/5.0 (iPhone; CPU iPhone OS 16_0 like Mac OS X) AppleWebKit/605.1.15 MicroMessenger/8.0.50',
  }
}

function parseUrl(url: string): URL | undefined {
  const parsed = URL.canParse(url) ? new URL(url) : undefined
  return parsed?.protocol === 'https:' || parsed?.protocol === 'http:' ? parsed : undefined
}

async function readResponse(response: IncomingMessage, { responseEncoding }: NativeRequest): Promise<NativeResponse> {
  const chunks: Buffer[] = []
  for await (const chunk of response) chunks.push(chunk as Buffer)
  return {
    statusCode: response.statusCode ?? 0,
    header: readHeader(response),
    cookies: response.headers['set-cookie'] ?? [],
    body: Buffer.concat(chunks).toString(responseEncoding),
  }
}

/** Keeps the case of the names that the server wrote, as WeChat does. */
function readHeader({ rawHeaders }: IncomingMessage): Record<string, string> {
  const header: Record<string, string> = {}
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const [name = '', value = ''] = rawHeaders.slice(index, index + 2)
    header[name] = name in header ? `${header[name]},${value}` : value
  }
  return header
}

/** Chromium's number and name for an error code of Node: the part of `errMsg` that Android shows. */
const FAILURES: Record<string, string> = {
  ECONNREFUSED: '-102:net::ERR_CONNECTION_REFUSED',
  ECONNRESET: '-101:net::ERR_CONNECTION_RESET',
  EPIPE: '-101:net::ERR_CONNECTION_RESET',
  ENOTFOUND: '-105:net::ERR_NAME_NOT_RESOLVED',
  EAI_AGAIN: '-105:net::ERR_NAME_NOT_RESOLVED',
  ETIMEDOUT: '-118:net::ERR_CONNECTION_TIMED_OUT',
  EHOSTUNREACH: '-109:net::ERR_ADDRESS_UNREACHABLE',
  ENETUNREACH: '-109:net::ERR_ADDRESS_UNREACHABLE',
  CERT_HAS_EXPIRED: '-201:net::ERR_CERT_DATE_INVALID',
  DEPTH_ZERO_SELF_SIGNED_CERT: '-202:net::ERR_CERT_AUTHORITY_INVALID',
}

function networkFailure(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return FAILURES[code] ?? '-2:net::ERR_FAILED'
}
