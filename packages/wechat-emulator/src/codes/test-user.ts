import { createHash } from 'node:crypto'
import { readStrings } from '../input'
import type { PhoneNumber } from './phone-number'
import { toPhoneNumber } from './phone-number'

const PHONE_NUMBER = '13800138000'
const PHONE_CODE_USAGE =
  'send {phoneNumber?, countryCode?, openid?, appid?}, all of them strings, such as {"phoneNumber": "13800138000"}, or {} for the test user'
const LOGIN_CODE_USAGE = 'send {openid?, unionid?, appid?}, all of them strings, or {} for the test user'

/** Whose number a phone code stands for; whatever is left out is the test user's. */
export interface PhoneCodeUser {
  /** Bare for the mainland; elsewhere with `countryCode`, or as `+85251234567`. @default '13800138000' */
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
  /** Only a mini program that is bound to an open platform account gets one. @default none */
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

/** The test user in one mini program. */
export interface TestUser {
  appid: string
  openid: string
}

/** The same person has another openid in each mini program, and the same one on every day. */
export function testUserOf(appid: string): TestUser {
  const digest = createHash('sha256').update(`test user of ${appid}`).digest('base64url')
  return { appid, openid: `o${digest.slice(0, 27)}` }
}

export function readPhoneUser(value: unknown, own: TestUser): PhoneUser & TestUser {
  const user = readStrings(value, ['phoneNumber', 'countryCode', 'openid', 'appid'], PHONE_CODE_USAGE)
  return { ...identify(user, own), phone: toPhoneNumber(user.phoneNumber ?? PHONE_NUMBER, user.countryCode) }
}

export function readLoginUser(value: unknown, own: TestUser): Omit<LoginUser, 'sessionKey'> & TestUser {
  const user = readStrings(value, ['openid', 'unionid', 'appid'], LOGIN_CODE_USAGE)
  return { ...identify(user, own), unionid: user.unionid }
}

function identify({ appid, openid }: Partial<TestUser>, own: TestUser): TestUser {
  const user = appid === undefined || appid === own.appid ? own : testUserOf(appid)
  return openid === undefined ? user : { ...user, openid }
}
