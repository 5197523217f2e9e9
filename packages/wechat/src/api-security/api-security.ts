import { constants, createCipheriv, createDecipheriv, type KeyObject, randomBytes, sign, verify } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { promisify } from 'node:util'
import { adviseOnErrcode } from '../errors'
import {
  type Fields,
  isFields,
  parseJson,
  type RequestSecurity,
  type SealedRequest,
  UntrustedReplyError,
  type WireReply,
} from '../transport'
import type { ApiSecurityKeys } from './security-options'

const CIPHER = 'aes-256-gcm'
const IV_BYTES = 12
const TAG_BYTES = 16
const NONCE_BYTES = 18
const PSS = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 }
/** The limit of WeChat's sample code. */
const MAX_SKEW_SECONDS = 300
const SEEN_LENGTH = 32

const signAsync = promisify(sign)

/** Recognizes errors that WeChat's gateway answers before it looks at the code; it does not sign them. Unverified. */
function isGatewayError(body: unknown): boolean {
  if (!isFields(body) || typeof body.errcode !== 'number' || body.errcode === 0) return false
  const { code } = adviseOnErrcode(body.errcode, 'getuserphonenumber')
  return code !== 'code_rejected' && code !== 'outcome_unknown'
}

function decode(base64: unknown): Buffer {
  return Buffer.from(typeof base64 === 'string' ? base64 : '', 'base64')
}

function textOf(headers: IncomingHttpHeaders, name: string): string {
  const value = headers[name]
  return typeof value === 'string' ? value : ''
}

export interface ApiSecurityDependencies {
  readonly appId: string
  readonly keys: ApiSecurityKeys
  readonly now: () => number
  /** Called once for a certificate that WeChat is about to replace. */
  readonly onDeprecated: (serial: string) => void
}

/**
 * Encrypts and signs requests; verifies and decrypts replies. Checked against the vectors of WeChat's page, never against
 * WeChat itself. Unverified: which errors come unsigned, and the URL that a backup address expects to be signed.
 * @see https://developers.weixin.qq.com/miniprogram/dev/server/getting_started/api_signature.html
 */
export class ApiSecurity implements RequestSecurity {
  readonly #appId: string
  readonly #keys: ApiSecurityKeys
  readonly #now: () => number
  readonly #onDeprecated: (serial: string) => void
  readonly #deprecated = new Set<string>()
  /** Replies of the last ten minutes, by their signature. Detects a replay to this instance, not to another one. */
  readonly #seen = new Map<string, number>()

  constructor({ appId, keys, now, onDeprecated }: ApiSecurityDependencies) {
    this.#appId = appId
    this.#keys = keys
    this.#now = now
    this.#onDeprecated = onDeprecated
  }

  async seal(url: string, json: object): Promise<SealedRequest> {
    const { serial, privateKey } = this.#keys.asymmetric
    const timestamp = this.#seconds()
    const body = this.#encrypt(url, timestamp, {
      _n: randomBytes(NONCE_BYTES).toString('base64'),
      _appid: this.#appId,
      _timestamp: timestamp,
      ...json,
    })
    const payload = Buffer.from(this.#toSignedText(url, timestamp, body))
    const signature = await signAsync('sha256', payload, { key: privateKey, ...PSS })
    const headers = [
      ['wechatmp-appid', this.#appId],
      ['wechatmp-timestamp', String(timestamp)],
      // missing in the page's table, but 40230 exists for it; other clients are accepted with and without it
      ['wechatmp-serial', serial],
      ['wechatmp-signature', signature.toString('base64')],
    ]
    return { headers: headers.flat(), body }
  }

  open(url: string, reply: WireReply): WireReply {
    const { status, headers, text, body } = reply
    if (status !== 200) return reply
    if (headers['wechatmp-signature'] === undefined) {
      if (isGatewayError(body)) return reply
      throw new UntrustedReplyError('signature', 'the reply is not signed')
    }
    const timestamp = Number(textOf(headers, 'wechatmp-timestamp'))
    const { key, signature } = this.#findSignature(headers)
    const payload = Buffer.from(this.#toSignedText(url, timestamp, text))
    if (!verify('sha256', payload, { key, ...PSS }, Buffer.from(signature, 'base64')))
      throw new UntrustedReplyError('signature', 'the signature of the reply is wrong')
    this.#checkOrigin(headers, timestamp, signature)
    return { ...reply, body: this.#decrypt(url, timestamp, body) }
  }

  #seconds(): number {
    return Math.floor(this.#now() / 1000)
  }

  #toSignedText(url: string, timestamp: number, body: string): string {
    return `${url}\n${this.#appId}\n${timestamp}\n${body}`
  }

  #toAad(url: string, timestamp: number): Buffer {
    return Buffer.from(`${url}|${this.#appId}|${timestamp}|${this.#keys.symmetric.serial}`)
  }

  #encrypt(url: string, timestamp: number, fields: object): string {
    const iv = randomBytes(IV_BYTES)
    const cipher = createCipheriv(CIPHER, this.#keys.symmetric.key, iv).setAAD(this.#toAad(url, timestamp))
    const data = cipher.update(JSON.stringify(fields), 'utf8', 'base64') + cipher.final('base64')
    return JSON.stringify({ iv: iv.toString('base64'), data, authtag: cipher.getAuthTag().toString('base64') })
  }

  /** Finds the signature of a certificate we have. While WeChat replaces a certificate, it signs with both. */
  #findSignature(headers: IncomingHttpHeaders): { key: KeyObject; signature: string } {
    for (const suffix of ['', '-deprecated']) {
      const serial = textOf(headers, `wechatmp-serial${suffix}`)
      const key = this.#keys.certificates.get(serial)
      if (key === undefined) continue
      if (suffix !== '') this.#reportDeprecated(serial)
      return { key, signature: textOf(headers, `wechatmp-signature${suffix}`) }
    }
    throw new UntrustedReplyError('signature', 'the reply is signed with a certificate that is not configured')
  }

  #reportDeprecated(serial: string): void {
    if (this.#deprecated.has(serial)) return
    this.#deprecated.add(serial)
    this.#onDeprecated(serial)
  }

  /** Refuses the reply to another app, and a reply that is old or was seen before. */
  #checkOrigin(headers: IncomingHttpHeaders, timestamp: number, signature: string): void {
    if (textOf(headers, 'wechatmp-appid') !== this.#appId)
      throw new UntrustedReplyError('signature', 'the reply is for another AppID')
    const now = this.#seconds()
    if (!(Math.abs(now - timestamp) <= MAX_SKEW_SECONDS))
      throw new UntrustedReplyError('signature', 'the reply is more than five minutes from our clock')
    // signatures are random (PSS), so a part identifies them
    const id = signature.slice(0, SEEN_LENGTH)
    if (this.#seen.has(id)) throw new UntrustedReplyError('signature', 'the reply was received before')
    for (const [seen, at] of this.#seen) {
      if (Math.abs(now - at) <= 2 * MAX_SKEW_SECONDS) break
      this.#seen.delete(seen)
    }
    this.#seen.set(id, now)
  }

  #decrypt(url: string, timestamp: number, envelope: unknown): Fields {
    const fields = parseJson(this.#decryptText(url, timestamp, isFields(envelope) ? envelope : {}))
    if (!isFields(fields) || fields._appid !== this.#appId || fields._timestamp !== timestamp)
      throw new UntrustedReplyError('decryption', 'the encrypted AppID or time differs from that of the reply')
    return fields
  }

  #decryptText(url: string, timestamp: number, { iv, data, authtag }: Fields): string {
    try {
      const decipher = createDecipheriv(CIPHER, this.#keys.symmetric.key, decode(iv), { authTagLength: TAG_BYTES })
      decipher.setAAD(this.#toAad(url, timestamp)).setAuthTag(decode(authtag))
      return decipher.update(decode(data), undefined, 'utf8') + decipher.final('utf8')
    } catch {
      throw new UntrustedReplyError('decryption', 'the reply does not decrypt: check security.symmetric')
    }
  }
}
