import { readStrings } from '../input'
import { type PhoneNumber, toPhoneNumber } from './phone-number'
import type { Person, TestUser } from './test-user'

const PHONE_CODE_USAGE =
  'send {phoneNumber?, countryCode?, openid?, appid?}, all of them strings, such as {"phoneNumber": "13800138000"}, or {} for the test user'
const LOGIN_CODE_USAGE = 'send {openid?, unionid?, appid?}, all of them strings, or {} for the test user'

/** Whose number a phone code stands for; whatever is left out is the test user's. */
export interface PhoneCodeUser {
  /** Bare for the mainland; elsewhere with `countryCode`, or as `+85251234567`. @default the test user's */
  phoneNumber?: string
  /** @default '86' */
  countryCode?: string
  openid?: string
  /** The mini program in which the button was tapped. @default the emulator's */
  appid?: string
}

/** Who a login code stands for; whatever is left out is the test user's. */
export interface LoginCodeUser {
  openid?: string
  /** Only a mini program that is bound to an open platform account gets one. @default the test user's */
  unionid?: string
  /** The mini program that called `wx.login`. @default the emulator's */
  appid?: string
}

export interface PhoneUser {
  openid: string
  phone: PhoneNumber
}

export interface LoginUser {
  openid: string
  unionid: string | undefined
  sessionKey: string
}

/** Fills in from the test user what a code's maker left out. */
export interface CodeUserReader {
  readPhoneUser: (given: unknown) => PhoneUser & { appid: string }
  readLoginUser: (given: unknown) => Omit<LoginUser, 'sessionKey'> & { appid: string }
}

export function createCodeUserReader(testUser: TestUser, ownAppid: string): CodeUserReader {
  return {
    readPhoneUser(given) {
      const { appid = ownAppid, ...user } = readStrings(
        given,
        ['phoneNumber', 'countryCode', 'openid', 'appid'],
        PHONE_CODE_USAGE,
      )
      const person = testUser.in(appid)
      return { appid, openid: user.openid ?? person.openid, phone: choosePhone(user, person) }
    },
    readLoginUser(given) {
      const { appid = ownAppid, ...user } = readStrings(given, ['openid', 'unionid', 'appid'], LOGIN_CODE_USAGE)
      const { openid, unionid } = testUser.in(appid)
      return { appid, openid: user.openid ?? openid, unionid: user.unionid ?? unionid }
    },
  }
}

export function choosePhone(
  { phoneNumber, countryCode }: { phoneNumber?: string; countryCode?: string },
  { phone }: Person,
): PhoneNumber {
  if (phoneNumber === undefined && countryCode === undefined) return phone
  return toPhoneNumber(phoneNumber ?? phone.purePhoneNumber, countryCode)
}
