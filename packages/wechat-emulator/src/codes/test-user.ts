import { createHash } from 'node:crypto'
import { readStrings } from '../input'
import { type PhoneNumber, toPhoneNumber } from './phone-number'

const PHONE_NUMBER = '13800138000'
const USAGE =
  'send {phoneNumber?, countryCode?, openid?, unionid?}, all of them strings, such as {"phoneNumber": "13900139000"}, or {} for the first test user again'

/** Whose codes are made where nobody is named. */
export interface TestUserSettings {
  /** Bare for the mainland; elsewhere with `countryCode`, or as `+85251234567`. @default '13800138000' */
  phoneNumber?: string
  /** @default '86' */
  countryCode?: string
  /** In the emulator's own AppID; in any other the same person has another one. @default one made of the AppID */
  openid?: string
  /** @default none */
  unionid?: string
}

/** The test user in one mini program. */
export interface Person {
  openid: string
  unionid: string | undefined
  phone: PhoneNumber
}

export interface TestUser {
  in: (appid: string) => Person
  /** Puts another person in their place. */
  set: (settings: unknown) => void
  reset: () => void
}

export function createTestUser(ownAppid: string, initial: TestUserSettings): TestUser {
  const ownOpenid = openidIn(ownAppid)
  let person = readPerson(initial)
  return {
    in(appid) {
      const { openid = ownOpenid, unionid, phone } = person
      return { openid: appid === ownAppid ? openid : openidIn(appid), unionid, phone }
    },
    set: (settings) => {
      person = readPerson(settings)
    },
    reset: () => {
      person = readPerson(initial)
    },
  }
}

function readPerson(settings: unknown): Omit<Person, 'openid'> & { openid: string | undefined } {
  const user = readStrings(settings, ['phoneNumber', 'countryCode', 'openid', 'unionid'], USAGE)
  const phone = toPhoneNumber(user.phoneNumber ?? PHONE_NUMBER, user.countryCode)
  return { openid: user.openid, unionid: user.unionid, phone }
}

/** The same person has another openid in each mini program, and the same one on every day. */
function openidIn(appid: string): string {
  const digest = createHash('sha256').update(`test user of ${appid}`).digest('base64url')
  return `o${digest.slice(0, 27)}`
}
