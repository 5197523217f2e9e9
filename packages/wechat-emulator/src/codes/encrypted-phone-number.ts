import { createCipheriv, createHash } from 'node:crypto'
import { type Clock, invalid, type Random, readFields, readStrings } from '../core/index'
import type { CodeStore } from './code-store'
import { choosePhone, type LoginUser, type Users } from './users'

const MAX_DATA = 1_000
const USAGE =
  'send {loginCode, phoneNumber?, countryCode?, staleKey?}: loginCode is a code that the emulator made, staleKey: true encrypts with a session_key that is no longer the code\'s, for example {"loginCode": "0…"}'

/** User and session of an encrypted phone number. */
export interface EncryptedPhoneNumberUser {
  /** Code of `wx.login`, exchanged already or not: the number is encrypted with its session_key. */
  readonly loginCode: string
  /** @default the test user's */
  readonly phoneNumber?: string
  /** @default '86' */
  readonly countryCode?: string
  /** Encrypts with a different key, as happens if `wx.login` has refreshed the session_key: decryption fails. @default false */
  readonly staleKey?: boolean
}

/** Payload of the button's event beside the code, and instead of it before base library 2.21.2. */
export interface EncryptedPhoneNumber {
  readonly encryptedData: string
  readonly iv: string
}

interface Parts {
  readonly clock: Clock
  readonly random: Random
  readonly loginCodes: CodeStore<LoginUser>
  readonly users: Users
  readonly encryptedData: EncryptedDataStore
}

export interface EncryptedData {
  readonly appid: string
  readonly createdAt: number
}

export type EncryptedDataStore = ReturnType<typeof createEncryptedDataStore>

/** Remembers the last 1,000 encrypted phone numbers by their SHA-256. */
export function createEncryptedDataStore() {
  let known = new Map<string, EncryptedData>()
  return {
    add(text: string, data: EncryptedData) {
      known.set(createHash('sha256').update(text).digest('hex'), data)
      if (known.size > MAX_DATA) known = new Map([...known].slice(-MAX_DATA))
    },
    find: (hash: string) => known.get(hash),
    dump: () => [...known],
    restore: (dump: readonly (readonly [hash: string, data: EncryptedData])[]) => {
      known = new Map(dump)
    },
  }
}

function readUser(given: unknown) {
  const { staleKey, ...strings } = readFields(given, ['loginCode', 'phoneNumber', 'countryCode', 'staleKey'], USAGE)
  const { loginCode, ...number } = readStrings(strings, ['loginCode', 'phoneNumber', 'countryCode'], USAGE)
  if (loginCode === undefined || (staleKey !== undefined && typeof staleKey !== 'boolean')) throw invalid(USAGE)
  return { loginCode, staleKey: staleKey === true, ...number }
}

/** Encrypts with AES-128-CBC and PKCS#7; input and output are base64. */
function encrypt(text: string, sessionKey: string, iv: string): EncryptedPhoneNumber {
  const cipher = createCipheriv('aes-128-cbc', Buffer.from(sessionKey, 'base64'), Buffer.from(iv, 'base64'))
  return { encryptedData: Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]).toString('base64'), iv }
}

/** @see https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html */
export function createPhoneEncryption({ clock, random, loginCodes, users, encryptedData }: Parts) {
  return (given: unknown): EncryptedPhoneNumber => {
    const { loginCode, staleKey, ...number } = readUser(given)
    const session = loginCodes.recall(loginCode)
    if (session === undefined) throw invalid(USAGE)
    const { appid, user } = session
    const timestamp = clock.seconds()
    const data = { ...choosePhone(number, users.in(appid)), watermark: { timestamp, appid } }
    const encrypted = encrypt(JSON.stringify(data), staleKey ? random.sessionKey() : user.sessionKey, random.base64(16))
    encryptedData.add(encrypted.encryptedData, { appid, createdAt: clock.now() })
    return encrypted
  }
}
