import { createDecipheriv } from 'node:crypto'
import { WeChatError } from '../errors'
import { toPhoneInfo, type PhoneInfo } from './phone-info'

/** The event detail of base libraries before 2.21.2, which send encrypted data instead of a code. */
export interface EncryptedData {
  /** Base64, from the event. */
  readonly encryptedData: string
  /** Base64, from the event. */
  readonly iv: string
  /** Base64, from `codeToSession`, of a login made before the tap. */
  readonly sessionKey: string
}

const CIPHER = 'aes-128-cbc'
const BLOCK_BYTES = 16
const MAX_AGE_SECONDS = 300
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/
const DIGITS = /^\+?\d{1,20}$/

/** Strict, because Buffer skips what is not base64, such as a `+` that became a space, and decodes the rest. */
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

/** The same error for every defect (wrong key or iv, altered, another mini program, too old), so that an attacker learns nothing. */
function rejected(): WeChatError {
  return new WeChatError('code_rejected', { endpoint: 'jscode2session', reason: 'decryption' })
}

/**
 * Decrypts data that WeChat encrypted with the session key. The cipher does not authenticate, so check the watermark of
 * the result. Throws a `WeChatError` with code `code_rejected` if the data does not decrypt to JSON.
 * @see https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html
 */
export function decryptOpenData(data: EncryptedData): unknown {
  const decrypted = decrypt(data)
  if (decrypted === undefined) throw rejected()
  return decrypted
}

/** Expectations on a decrypted phone number. */
export interface DecryptPhoneOptions {
  /** AppID that the watermark must contain. */
  readonly appId: string
  /** Current time, in milliseconds since 1970. */
  readonly now: number
}

function isRecent({ watermark }: PhoneInfo, now: number): boolean {
  return Math.abs(now / 1000 - watermark.timestamp) <= MAX_AGE_SECONDS
}

/**
 * Decrypts the phone number that base libraries before 2.21.2 send. It must belong to this mini program, be at most five
 * minutes old and consist of digits. Throws a `WeChatError` with code `code_rejected`, the same for every defect.
 * @see https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/deprecatedGetPhoneNumber.html
 */
export function decryptPhoneInfo(data: EncryptedData, { appId, now }: DecryptPhoneOptions): PhoneInfo {
  const info = toPhoneInfo(decryptOpenData(data))
  if (info?.watermark.appid !== appId || !isRecent(info, now)) throw rejected()
  if (!DIGITS.test(info.phoneNumber) || !DIGITS.test(info.purePhoneNumber)) throw rejected()
  return info
}
