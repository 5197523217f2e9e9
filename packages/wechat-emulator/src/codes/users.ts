import { createHash } from 'node:crypto'
import { invalid, readStrings } from '../core/index'
import { type PhoneNumber, toPhoneNumber } from './phone-number'

const PHONE_NUMBER = '13800138000'
const TEST_USER_USAGE =
  'send {phoneNumber?, countryCode?, openid?, unionid?}, all strings, for example {"phoneNumber": "13900139000"}, {"user": "…"} for a user of the world file, or {} for the original test user'
const PHONE_CODE_USAGE =
  'send {user?, phoneNumber?, countryCode?, openid?, appid?}, all strings, for example {"phoneNumber": "13800138000"}, or {} for the test user'
const LOGIN_CODE_USAGE = 'send {user?, openid?, unionid?, appid?}, all strings, or {} for the test user'

/** Default user of new codes: someone new, or a user of the world file. */
export interface TestUserSettings {
  /** Name of a user of the world file, instead of everything else. */
  readonly user?: string
  /** Mainland numbers without a country code; others with `countryCode`, or as `+85251234567`. @default '13800138000' */
  readonly phoneNumber?: string
  /** @default '86' */
  readonly countryCode?: string
  /** Openid in the emulator's own AppID; the same person has a different one in every other. @default derived from the AppID */
  readonly openid?: string
  /** @default no unionid */
  readonly unionid?: string
}

/** User of a world file. */
export interface WorldUser extends Omit<TestUserSettings, 'user'> {
  /** Name under which codes can be created for the user. */
  readonly name: string
}

/** User of a new code; whatever is left out is the test user's. */
interface CodeUser {
  /** Name of a user of the world file. @default the test user */
  readonly user?: string
  readonly openid?: string
  /** Mini program in which the code is made. @default the emulator's own */
  readonly appid?: string
}

/** User of a phone code: a tap on the button. */
export interface PhoneCodeUser extends CodeUser {
  /** Mainland numbers without a country code; others with `countryCode`, or as `+85251234567`. @default the test user's */
  readonly phoneNumber?: string
  /** @default '86' */
  readonly countryCode?: string
}

/** User of a login code: `wx.login`. */
export interface LoginCodeUser extends CodeUser {
  /** Only a mini program bound to an open platform account gets one. @default the test user's */
  readonly unionid?: string
}

/** A user in one mini program. */
export interface Person {
  readonly openid: string
  readonly unionid: string | undefined
  readonly phone: PhoneNumber
}

export type PhoneUser = Pick<Person, 'openid' | 'phone'>

export interface LoginUser extends Pick<Person, 'openid' | 'unionid'> {
  readonly sessionKey: string
}

/** The users as they were given: a snapshot can hold them. */
export interface UserDump {
  readonly testUser: WorldUser | TestUserSettings
  readonly users: readonly WorldUser[]
}

const PERSON_NAMES = ['phoneNumber', 'countryCode', 'openid', 'unionid'] as const

/** Reads a user of the world file, or a test user without a name. */
export function readPerson(settings: unknown) {
  const { name, ...person } = readStrings(settings, ['name', ...PERSON_NAMES], TEST_USER_USAGE)
  const phone = toPhoneNumber(person.phoneNumber ?? PHONE_NUMBER, person.countryCode)
  return { name: name ?? 'test user', openid: person.openid, unionid: person.unionid, phone }
}

/** Reads a test user who is not one of the world file. */
export function readTestUser(given: unknown): TestUserSettings {
  const settings = readStrings(given, PERSON_NAMES, TEST_USER_USAGE)
  readPerson(settings)
  return settings
}

/** Derives a user's openid: different in each mini program, the same in every run. */
function openidIn(appid: string, name: string): string {
  const digest = createHash('sha256').update(`${name} of ${appid}`).digest('base64url')
  return `o${digest.slice(0, 27)}`
}

export type Users = ReturnType<typeof createUsers>

/** Holds the test user and the users of the world file, the first of whom is the test user unless there is another. */
export function createUsers(ownAppid: string, initial: UserDump) {
  let given = initial
  let people = new Map<string, ReturnType<typeof readPerson>>()
  let person = readPerson(initial.testUser)
  const find = (name: string | undefined, usage: string) => {
    const found = name === undefined ? person : people.get(name)
    if (found === undefined) throw invalid(usage)
    return found
  }
  const restore = (dump: UserDump) => {
    people = new Map(dump.users.map((user) => [user.name, readPerson(user)]))
    person = readPerson(dump.testUser)
    given = dump
  }
  restore(initial)
  return {
    /** Returns a user, by default the test user, in one mini program. */
    in(appid: string, name?: string, usage = TEST_USER_USAGE): Person {
      const user = find(name, usage)
      const openid = appid === ownAppid ? user.openid : undefined
      return { openid: openid ?? openidIn(appid, user.name), unionid: user.unionid, phone: user.phone }
    },
    /** Replaces the test user. */
    setTestUser: (settings: unknown) => {
      const { user: name, ...others } = readStrings(settings, ['user', ...PERSON_NAMES], TEST_USER_USAGE)
      const named = given.users.find((user) => user.name === name)
      if (name !== undefined && (named === undefined || Object.keys(others).length > 0)) throw invalid(TEST_USER_USAGE)
      restore({ users: given.users, testUser: named ?? others })
    },
    dump: () => given,
    restore,
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
export function createCodeUserReader(users: Users, ownAppid: string) {
  return {
    readPhoneUser: (given: unknown): PhoneUser & { appid: string } => {
      const names = ['user', 'phoneNumber', 'countryCode', 'openid', 'appid'] as const
      const { appid = ownAppid, user, ...settings } = readStrings(given, names, PHONE_CODE_USAGE)
      const person = users.in(appid, user, PHONE_CODE_USAGE)
      return { appid, openid: settings.openid ?? person.openid, phone: choosePhone(settings, person) }
    },
    readLoginUser: (given: unknown): Omit<LoginUser, 'sessionKey'> & { appid: string } => {
      const names = ['user', 'openid', 'unionid', 'appid'] as const
      const { appid = ownAppid, user, ...settings } = readStrings(given, names, LOGIN_CODE_USAGE)
      const { openid, unionid } = users.in(appid, user, LOGIN_CODE_USAGE)
      return { appid, openid: settings.openid ?? openid, unionid: settings.unionid ?? unionid }
    },
  }
}
