import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto'
import { AccountsError } from './accounts-error'

/** A number is someone's only together with its country code: `13800138000` exists in several countries. */
export interface PhoneNumber {
  /** Without a plus sign: `86`. */
  readonly countryCode: string
  /** Without the country code. */
  readonly purePhoneNumber: string
}

/** How phone numbers stand in the database. */
export interface PhoneCipher {
  /** Tells keys apart without giving them away; `none` without a key. */
  readonly id: string
  /** The value by which a number is found. The same number always has the same one. */
  readonly lookup: (phone: PhoneNumber) => string
  /** The number as it is stored. It can be opened for the same account only. */
  readonly seal: (phone: PhoneNumber, accountId: string) => string
  /** Reads what `seal` wrote. Throws an `AccountsError` for anything else. */
  readonly open: (stored: string, accountId: string) => PhoneNumber
}

const PREFIX = 'v1.'
const KEY_BYTES = 32
const IV_BYTES = 12
const TAG_BYTES = 16

function write({ countryCode, purePhoneNumber }: PhoneNumber): string {
  return `${countryCode} ${purePhoneNumber}`
}

function parse(text: string): PhoneNumber {
  const [countryCode, purePhoneNumber] = text.split(' ')
  if (countryCode === undefined || purePhoneNumber === undefined) throw wrongKey()
  return { countryCode, purePhoneNumber }
}

function wrongKey(): AccountsError {
  return new AccountsError('wrong_encryption_key', 'A phone number in the database cannot be read with this key.')
}

const IN_CLEAR: PhoneCipher = {
  id: 'none',
  lookup: write,
  seal: write,
  open: parse,
}

function readKey(text: string): Buffer {
  const key = Buffer.from(text, /^[\da-f]{64}$/i.test(text) ? 'hex' : 'base64')
  if (key.length !== KEY_BYTES) {
    throw new TypeError('The encryption key must be 32 random bytes in base64 or hex: openssl rand -base64 32')
  }
  return key
}

function derive(key: Buffer, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', key, '', `uni-phone accounts ${purpose}`, KEY_BYTES))
}

function encrypt(key: Buffer, text: string, accountId: string): string {
  const iv = randomBytes(IV_BYTES)
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(accountId))
  const sealed = Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
  return `${PREFIX}${sealed.toString('base64url')}`
}

function decrypt(key: Buffer, stored: string, accountId: string): string {
  const sealed = Buffer.from(stored.slice(PREFIX.length), 'base64url')
  const [iv, tag] = [sealed.subarray(0, IV_BYTES), sealed.subarray(-TAG_BYTES)]
  const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES })
  decipher.setAAD(Buffer.from(accountId)).setAuthTag(tag)
  const text = decipher.update(sealed.subarray(IV_BYTES, -TAG_BYTES), undefined, 'utf8')
  return text + decipher.final('utf8')
}

/**
 * Returns the cipher for phone numbers at rest: AES-256-GCM, bound to the account, and an HMAC-SHA256 for look-up, both
 * under keys derived from `key` (32 bytes in base64 or hex). Without a key numbers stand in clear.
 */
export function createPhoneCipher(key?: string): PhoneCipher {
  if (key === undefined) return IN_CLEAR
  const secret = readKey(key)
  const [sealing, lookup] = [derive(secret, 'seal'), derive(secret, 'lookup')]
  return {
    id: derive(secret, 'id').subarray(0, 12).toString('base64url'),
    lookup: (phone) => createHmac('sha256', lookup).update(write(phone)).digest('base64url'),
    seal: (phone, accountId) => encrypt(sealing, write(phone), accountId),
    open(stored, accountId) {
      try {
        return parse(decrypt(sealing, stored, accountId))
      } catch {
        throw wrongKey()
      }
    },
  }
}
