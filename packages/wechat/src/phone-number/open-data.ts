import { createDecipheriv } from 'node:crypto'
import { toPhoneInfo, type PhoneInfo } from './phone-info'
import { WeChatError } from '../errors/wechat-error'

/** What a base library before 2.21.2 gives in place of a code. */
export interface EncryptedData {
  /** Base64, from the event. */
  readonly encryptedData: string
  /** Base64, from the event. */
  readonly iv: string
  /** Base64, from `codeToSession`, for a login that was made before the tap. */
  readonly sessionKey: string
}

const CIPHER = 'aes-128-cbc'
const BLOCK_BYTES = 16
const MAX_AGE_SECONDS = 300
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/
const DIGITS = /^\+?\d{1,20}$/

/** Buffer skips what is not base64, a `+` that became a space for instance; what is left decrypts to nonsense. */
function decode(text: string): Buffer | undefined {
  return BASE64.test(text) ? Buffer.from(text, 'base64') : undefined
}

function decrypt({ encryptedData, iv, sessionKey }: EncryptedData): unknown {
  const [data, vector, key] = [encryptedData, iv, sessionKey].map(decode)
  if (data === undefined || vector?.length !== BLOCK_BYTES || key?.length !== BLOCK_BYTES) return undefined
  try {
    const decipher = createDecipheriv(CIPHER, key, vector)
    return JSON.parse(decipher.update(data, undefined, 'utf8') + decipher.final('utf8'))
  } catch {
    return undefined
  }
}

/** Wrong key, wrong iv, cut off, altered, of another mini program or too old: one answer, which tells an attacker nothing. */
function rejected(): WeChatError {
  return new WeChatError('code_rejected', { endpoint: 'jscode2session', reason: 'decryption' })
}

/**
 * Decrypts what WeChat encrypted with the session key. The cipher does not authenticate: check the watermark of what
 * comes out. Throws a `WeChatError` of code `code_rejected` for whatever does not decrypt to JSON.
 * @see https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html
 */
export function decryptOpenData(data: EncryptedData): unknown {
  const decrypted = decrypt(data)
  if (decrypted === undefined) throw rejected()
  return decrypted
}

export interface DecryptPhoneOptions {
  readonly appId: string
  /** In milliseconds since 1970. */
  readonly now: number
}

function isRecent({ watermark }: PhoneInfo, now: number): boolean {
  return Math.abs(now / 1000 - watermark.timestamp) <= MAX_AGE_SECONDS
}

/**
 * The number in what a base library before 2.21.2 gives. It must be this mini program's, at most five minutes old, and
 * made of digits. Throws a `WeChatError` of code `code_rejected`, the same for whatever is wrong.
 * @see https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/deprecatedGetPhoneNumber.html
 */
export function decryptPhoneInfo(data: EncryptedData, { appId, now }: DecryptPhoneOptions): PhoneInfo {
  const info = toPhoneInfo(decryptOpenData(data))
  if (info?.watermark.appid !== appId || !isRecent(info, now)) throw rejected()
  if (!DIGITS.test(info.phoneNumber) || !DIGITS.test(info.purePhoneNumber)) throw rejected()
  return info
}
