import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto'

const CIPHER = 'aes-256-gcm'
const IV_BYTES = 12
const TAG_BYTES = 16

export interface SealerOptions {
  readonly appId: string
  readonly appSecret: string
}

/** Encryption of a store, which is unreadable without the AppSecret. */
export interface Sealer {
  /** A name that tells nothing of what it names. */
  name: (purpose: string, value: string) => string
  seal: (key: string, text: string) => string
  /** Returns the text sealed under this key, or undefined for anything else. */
  open: (key: string, sealed: string) => string | undefined
}

/**
 * Keys are derived from the AppSecret, one for each idempotency key: a value moved to another key does not open.
 * @see https://www.rfc-editor.org/rfc/rfc5869
 */
export function createSealer({ appId, appSecret }: SealerOptions): Sealer {
  const derive = (purpose: string): Buffer => Buffer.from(hkdfSync('sha256', appSecret, appId, purpose, 32))
  const nameKey = derive('uni-phone names')
  const answerKey = (key: string): Buffer => derive(`uni-phone answer ${key}`)

  return {
    name: (purpose, value) => createHmac('sha256', nameKey).update(`${purpose} ${value}`).digest('base64url'),
    seal(key, text) {
      const iv = randomBytes(IV_BYTES)
      const cipher = createCipheriv(CIPHER, answerKey(key), iv)
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64')
    },
    open(key, sealed) {
      const bytes = Buffer.from(sealed, 'base64')
      try {
        const decipher = createDecipheriv(CIPHER, answerKey(key), bytes.subarray(0, IV_BYTES))
        decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES))
        return decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES), undefined, 'utf8') + decipher.final('utf8')
      } catch {
        return undefined
      }
    },
  }
}
