import { type ApiSecurity, type Binding, decrypt, encrypt, isSigned, signatureHeaders } from '../accounts/index'
import type { Fields } from '../core/index'
import type { Answer, Answerer, ApiCall } from '../wire/index'
import { authorize, readJsonBody } from './credentials'
import type { Parts } from './parts'

/** Age of a request after which it is refused; WeChat's own limit is unverified. */
const MAX_AGE_SECONDS = 300
const WECHAT = 'https://api.weixin.qq.com'

interface Opened {
  readonly binding: Binding
  readonly body: string
}

/** The URL that a client signs: WeChat's, or the one at which it reaches the emulator. */
function urlsOf(call: ApiCall): string[] {
  const host = call.header('host')
  return [WECHAT, ...(host === undefined ? [] : [`http://${host}`, `https://${host}`])].map(
    (origin) => origin + call.path,
  )
}

/** Verifies and decrypts a request, or returns an errcode. The order of the checks is unverified. */
function open(call: ApiCall, appid: string, security: ApiSecurity, now: number): Opened | number {
  const [signer, timestamp, signature] = ['appid', 'timestamp', 'signature'].map((name) =>
    call.header(`wechatmp-${name}`),
  )
  if (signer === undefined) return 40233
  if (timestamp === undefined) return 40231
  if (signature === undefined) return 40232
  if (signer !== appid) return 40237
  if (!(Math.abs(now - Number(timestamp)) <= MAX_AGE_SECONDS)) return 40240
  const bindings = urlsOf(call).map((url) => ({ url, appid, timestamp }))
  const binding = bindings.find((each) => isSigned(security, each, call.body, signature))
  if (binding === undefined) return 40234
  const encrypted = readJsonBody(call)
  const fields = typeof encrypted === 'number' ? undefined : decrypt(security, binding, encrypted)
  const { _appid, _timestamp, ...rest } = fields ?? {}
  if (_appid !== appid || String(_timestamp) !== timestamp) return 40235
  return { binding, body: JSON.stringify({ ...rest, _n: undefined }) }
}

/**
 * Requires signed and encrypted requests where the account has API security, and answers likewise. Refusals of the
 * gateway, such as 40001 and 40234, are answered in clear: unverified.
 * @see https://developers.weixin.qq.com/miniprogram/dev/server/getting_started/api_signature.html
 */
export function secured(
  answer: Answerer<Answer>,
  { clock, random, accounts, tokens, refuse }: Parts,
): Answerer<Answer> {
  return (call) => {
    const appid = authorize(tokens, call)
    const security = typeof appid === 'number' ? null : (accounts.find(appid)?.security ?? null)
    if (typeof appid === 'number' || security === null) return answer(call)
    const opened = open(call, appid, security, clock.seconds())
    if (typeof opened === 'number') return refuse(call, opened)
    const plain = answer({ ...call, body: opened.body })
    const timestamp = clock.seconds()
    const binding = { ...opened.binding, timestamp: String(timestamp) }
    const fields = {
      _n: random.base64(16),
      _appid: appid,
      _timestamp: timestamp,
      ...(JSON.parse(plain.body) as Fields),
    }
    const body = encrypt(security, binding, fields, random.base64(12))
    return { ...plain, body, headers: signatureHeaders(security, binding, body) }
  }
}
