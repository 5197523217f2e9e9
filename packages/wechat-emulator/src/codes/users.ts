import { createHash } from 'node:crypto'
import { readStrings } from '../core/index'
import { type PhoneNumber, toPhoneNumber } from './phone-number'

const PHONE_NUMBER = '13800138000'
const TEST_USER_USAGE =
  'send {phoneNumber?, countryCode?, openid?, unionid?}, all strings, for example {"phoneNumber": "13900139000"}, or {} for the original test user'
const PHONE_CODE_USAGE =
  'send {phoneNumber?, countryCode?, openid?, appid?}, all strings, for example {"phoneNumber": "13800138000"}, or {} for the test user'
const LOGIN_CODE_USAGE = 'send {openid?, unionid?, appid?}, all strings, or {} for the test user'

/** Default user of new codes. */
export interface TestUserSettings {
  /** Mainland numbers without a country code; others with `countryCode`, or as `+85251234567`. @default '13800138000' */
  readonly phoneNumber?: string
  /** @default '86' */
  readonly countryCode?: string
  /** Openid in the emulator's own AppID; the same person has a different one in every other. @default derived from the AppID */
  readonly openid?: string
  /** @default no unionid */
  readonly unionid?: string
}

/** User of a phone code; whatever is left out is the test user's. */
export interface PhoneCodeUser {
  /** Mainland numbers without a country code; others with `countryCode`, or as `+85251234567`. @default the test user's */
  readonly phoneNumber?: string
  /** @default '86' */
  readonly countryCode?: string
  readonly openid?: string
  /** Mini program in which the button was tapped. @default the emulator's own */
  readonly appid?: string
}

/** User of a login code; whatever is left out is the test user's. */
export interface LoginCodeUser {
  readonly openid?: string
  /** Only a mini program bound to an open platform account gets one. @default the test user's */
  readonly unionid?: string
  /** Mini program that called `wx.login`. @default the emulator's own */
  readonly appid?: string
}

/** The test user in one mini program. */
interface Person {
  readonly openid: string
  readonly unionid: string | undefined
  readonly phone: PhoneNumber
}

export interface PhoneUser {
  readonly openid: string
  readonly phone: PhoneNumber
}

export interface LoginUser {
  readonly openid: string
  readonly unionid: string | undefined
  readonly sessionKey: string
}

function readPerson(settings: unknown): Omit<Person, 'openid'> & { openid: string | undefined } {
  const user = readStrings(settings, ['phoneNumber', 'countryCode', 'openid', 'unionid'], TEST_USER_USAGE)
  const phone = toPhoneNumber(user.phoneNumber ?? PHONE_NUMBER, user.countryCode)
  return { openid: user.openid, unionid: user.unionid, phone }
}

/** Derives the test user's openid: different in each mini program, the same in every run. */
function openidIn(appid: string): string {
  const digest = createHash('sha256').update(`test user of ${appid}`).digest('base64url')
  return `o${digest.slice(0, 27)}`
}

export type TestUser = ReturnType<typeof createTestUser>

export function createTestUser(ownAppid: string, initial: TestUserSettings) {
  const ownOpenid = openidIn(ownAppid)
  let person = readPerson(initial)
  return {
    in(appid: string): Person {
      const { openid = ownOpenid, unionid, phone } = person
      return { openid: appid === ownAppid ? openid : openidIn(appid), unionid, phone }
    },
    /** Replaces the test user. */
    set: (settings: unknown) => {
      person = readPerson(settings)
    },
    reset: () => {
      person = readPerson(initial)
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

/** Reads the user of a new code; whatever is left out is the test user's. */
export function createCodeUserReader(testUser: TestUser, ownAppid: string) {
  return {
    readPhoneUser: (given: unknown): PhoneUser & { appid: string } => {
      const names = ['phoneNumber', 'countryCode', 'openid', 'appid'] as const
      const { appid = ownAppid, ...user } = readStrings(given, names, PHONE_CODE_USAGE)
      const person = testUser.in(appid)
      return { appid, openid: user.openid ?? person.openid, phone: choosePhone(user, person) }
    },
    readLoginUser: (given: unknown): Omit<LoginUser, 'sessionKey'> & { appid: string } => {
      const { appid = ownAppid, ...user } = readStrings(given, ['openid', 'unionid', 'appid'], LOGIN_CODE_USAGE)
      const { openid, unionid } = testUser.in(appid)
      return { appid, openid: user.openid ?? openid, unionid: user.unionid ?? unionid }
    },
  }
}
