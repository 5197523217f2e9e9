import { createCipheriv } from 'node:crypto'
import type { Clock } from '../clock'
import { invalid, readFields, readStrings } from '../input'
import type { Random } from '../random'
import type { CodeStore } from './code-store'
import { choosePhone, type LoginUser } from './code-user'
import type { TestUser } from './test-user'

const USAGE =
  'send {loginCode, phoneNumber?, countryCode?, staleKey?}: loginCode is one that the emulator made, staleKey is true for a session_key that is not the code\'s any more, such as {"loginCode": "0…"}'

/** Whose number is encrypted, and for which session. */
export interface EncryptedPhoneNumberUser {
  /** The code of `wx.login`, exchanged already or not: the number is encrypted with its session_key. */
  loginCode: string
  /** @default the test user's */
  phoneNumber?: string
  /** @default '86' */
  countryCode?: string
  /** Encrypts with another key, as happens where `wx.login` has refreshed the session_key: it does not decrypt. @default false */
  staleKey?: boolean
}

/** What the button's event carries beside the code, and without one before base library 2.21.2. */
export interface EncryptedPhoneNumber {
  encryptedData: string
  iv: string
}

interface Parts {
  clock: Clock
  random: Random
  loginCodes: CodeStore<LoginUser>
  testUser: TestUser
}

/** @see https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html */
export function createPhoneEncryption({ clock, random, loginCodes, testUser }: Parts) {
  return (given: unknown): EncryptedPhoneNumber => {
    const { loginCode, staleKey, ...number } = readUser(given)
    const session = loginCodes.recall(loginCode)
    if (session === undefined) throw invalid(USAGE)
    const { appid, user } = session
    const timestamp = clock.seconds()
    const data = { ...choosePhone(number, testUser.in(appid)), watermark: { timestamp, appid } }
    return encrypt(JSON.stringify(data), staleKey ? random.sessionKey() : user.sessionKey, random.base64(16))
  }
}

function readUser(given: unknown) {
  const { staleKey, ...strings } = readFields(given, ['loginCode', 'phoneNumber', 'countryCode', 'staleKey'], USAGE)
  const { loginCode, ...number } = readStrings(strings, ['loginCode', 'phoneNumber', 'countryCode'], USAGE)
  if (loginCode === undefined || (staleKey !== undefined && typeof staleKey !== 'boolean')) throw invalid(USAGE)
  return { loginCode, staleKey: staleKey === true, ...number }
}

/** AES-128-CBC with PKCS#7, everything in base64. */
function encrypt(text: string, sessionKey: string, iv: string): EncryptedPhoneNumber {
  const cipher = createCipheriv('aes-128-cbc', Buffer.from(sessionKey, 'base64'), Buffer.from(iv, 'base64'))
  return { encryptedData: Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]).toString('base64'), iv }
}
