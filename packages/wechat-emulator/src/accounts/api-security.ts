import {
  createCipheriv,
  createDecipheriv,
  createPrivateKey,
  createPublicKey,
  constants,
  sign,
  verify,
} from 'node:crypto'
import { type Fields, isFields } from '../core/index'

const SALT_LENGTH = 32
const [IV_BYTES, TAG_BYTES] = [12, 16]

interface PlatformKey {
  /** Number of the platform certificate. */
  readonly serial: string
  /** PEM. WeChat keeps it: the developer only has the certificate. */
  readonly privateKey: string
}

/** Keys of an account's API security: with them, signed and encrypted requests are required. */
export interface ApiSecurity {
  /** Symmetric key: 32 bytes in base64, for AES-256-GCM. */
  readonly symmetric: { readonly serial: string; readonly key: string }
  /** The developer's public key, in PEM, for RSA-PSS with SHA-256. */
  readonly asymmetric: { readonly serial: string; readonly publicKey: string }
  /** Key of the platform, which signs the answers. */
  readonly platform: PlatformKey
  /** The key before it, while the certificate is being replaced. @default none */
  readonly deprecatedPlatform?: PlatformKey
}

/** Context that a signature and the encryption are bound to. */
export interface Binding {
  /** URL of the API without its query. */
  readonly url: string
  readonly appid: string
  readonly timestamp: string
}

function isKeyOf(value: unknown, name: string, isValid: (key: string) => unknown): boolean {
  if (!isFields(value) || Object.keys(value).sort().join() !== [name, 'serial'].sort().join()) return false
  const { serial, [name]: key } = value
  try {
    return typeof serial === 'string' && serial !== '' && typeof key === 'string' && Boolean(isValid(key))
  } catch {
    return false
  }
}

export function isApiSecurity(value: unknown): value is ApiSecurity {
  if (!isFields(value)) return false
  const { symmetric, asymmetric, platform, deprecatedPlatform, ...others } = value
  const isPlatform = (given: unknown) => isKeyOf(given, 'privateKey', createPrivateKey)
  return (
    isKeyOf(symmetric, 'key', (key) => Buffer.from(key, 'base64').length === 32) &&
    isKeyOf(asymmetric, 'publicKey', createPublicKey) &&
    isPlatform(platform) &&
    (deprecatedPlatform === undefined || isPlatform(deprecatedPlatform)) &&
    Object.keys(others).length === 0
  )
}

const payloadOf = ({ url, appid, timestamp }: Binding, body: string) =>
  Buffer.from([url, appid, timestamp, body].join('\n'))

function additionalData({ url, appid, timestamp }: Binding, { symmetric }: ApiSecurity): Buffer {
  return Buffer.from([url, appid, timestamp, symmetric.serial].join('|'))
}

export function isSigned(security: ApiSecurity, binding: Binding, body: string, signature: string): boolean {
  const key = {
    key: security.asymmetric.publicKey,
    padding: constants.RSA_PKCS1_PSS_PADDING,
    saltLength: SALT_LENGTH,
  }
  return verify('sha256', payloadOf(binding, body), key, Buffer.from(signature, 'base64'))
}

function decode(base64: unknown): Buffer {
  return Buffer.from(typeof base64 === 'string' ? base64 : '', 'base64')
}

/** Decrypts `{iv, data, authtag}`; undefined if it is not what the key and the binding allow. */
export function decrypt(security: ApiSecurity, binding: Binding, body: Fields): Fields | undefined {
  const [iv, data, tag] = [body.iv, body.data, body.authtag].map(decode)
  if (iv?.length !== IV_BYTES || data === undefined || tag?.length !== TAG_BYTES) return undefined
  try {
    const decipher = createDecipheriv('aes-256-gcm', Buffer.from(security.symmetric.key, 'base64'), iv)
    decipher.setAAD(additionalData(binding, security)).setAuthTag(tag)
    const value: unknown = JSON.parse(Buffer.concat([decipher.update(data), decipher.final()]).toString())
    return isFields(value) ? value : undefined
  } catch {
    return undefined
  }
}

/** Encrypts an answer. `iv` is 12 bytes in base64. */
export function encrypt(security: ApiSecurity, binding: Binding, fields: Fields, iv: string): string {
  const cipher = createCipheriv('aes-256-gcm', decode(security.symmetric.key), decode(iv))
  cipher.setAAD(additionalData(binding, security))
  const data = cipher.update(JSON.stringify(fields), 'utf8', 'base64') + cipher.final('base64')
  return JSON.stringify({ iv, data, authtag: cipher.getAuthTag().toString('base64') })
}

/** Returns the headers of a signed answer; during a change of certificate there are two signatures. */
export function signatureHeaders(security: ApiSecurity, binding: Binding, body: string): Record<string, string> {
  const signWith = ({ privateKey: key }: PlatformKey) =>
    sign('sha256', payloadOf(binding, body), { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: SALT_LENGTH })
  const { platform, deprecatedPlatform: old } = security
  const deprecated = old && {
    'Wechatmp-Serial-Deprecated': old.serial,
    'Wechatmp-Signature-Deprecated': signWith(old).toString('base64'),
  }
  return {
    'Wechatmp-Appid': binding.appid,
    'Wechatmp-TimeStamp': binding.timestamp,
    'Wechatmp-Serial': platform.serial,
    'Wechatmp-Signature': signWith(platform).toString('base64'),
    ...deprecated,
  }
}
