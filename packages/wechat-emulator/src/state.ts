import type { RequestLog } from './api/request-log'
import type { Clock } from './clock'
import type { Code, CodeState, CodeStore } from './codes/code-store'
import type { LoginUser, PhoneUser } from './codes/test-user'
import { readPhoneUser, testUserOf } from './codes/test-user'
import type { ArmedFault, FaultList } from './faults/fault-list'
import { maskPhone, maskSecret } from './mask'
import type { TokenKind, TokenRegistry } from './tokens/token-registry'

const LISTED = 100

/** An access token, cut short. */
export interface TokenState {
  token: string
  appid: string
  kind: TokenKind
  expiresAt: number
  /** Earlier than `expiresAt` once a newer token took its place. */
  validUntil: number
  isValid: boolean
}

/** A code, cut short; of a phone code also the number, masked. */
export interface ListedCode {
  code: string
  appid: string
  openid: string
  expiresAt: number
  state: CodeState
  phoneNumber?: string
}

/** What the emulator holds, with nothing secret in it; times are milliseconds on its own clock. */
export interface EmulatorState {
  now: number
  clockOffsetMs: number
  appId: string
  /** Whose codes are made where nobody is named. */
  testUser: { openid: string; phoneNumber: string; countryCode: string }
  /** The newest 100. */
  tokens: TokenState[]
  /** The newest 100. */
  phoneCodes: ListedCode[]
  /** The newest 100. */
  loginCodes: ListedCode[]
  faults: ArmedFault[]
  /** How many requests each path of WeChat's has had; all unknown paths count as `other`. */
  requestCounts: Record<string, number>
}

interface StateParts {
  appId: string
  clock: Clock
  tokens: TokenRegistry
  phoneCodes: CodeStore<PhoneUser>
  loginCodes: CodeStore<LoginUser>
  faults: FaultList
  requestLog: RequestLog
}

export function createState(parts: StateParts): () => EmulatorState {
  const { appId, clock, phoneCodes, loginCodes } = parts
  return () => ({
    now: clock.now(),
    clockOffsetMs: clock.offsetMs(),
    appId,
    testUser: testUser(appId),
    tokens: listTokens(parts.tokens, clock.now()),
    phoneCodes: phoneCodes.newest(LISTED).map((code) => ({
      ...listCode(code, phoneCodes.stateOf(code)),
      phoneNumber: maskPhone(code.user.phone.phoneNumber),
    })),
    loginCodes: loginCodes.newest(LISTED).map((code) => listCode(code, loginCodes.stateOf(code))),
    faults: parts.faults.list(),
    requestCounts: parts.requestLog.counts(),
  })
}

function testUser(appId: string): EmulatorState['testUser'] {
  const { openid, phone } = readPhoneUser({}, testUserOf(appId))
  return { openid, phoneNumber: maskPhone(phone.phoneNumber), countryCode: phone.countryCode }
}

function listTokens(tokens: TokenRegistry, now: number): TokenState[] {
  return tokens
    .list()
    .slice(-LISTED)
    .map(({ token, appId, kind, expiresAt, validUntil }) => {
      return { token: maskSecret(token), appid: appId, kind, expiresAt, validUntil, isValid: now < validUntil }
    })
}

function listCode({ code, appid, user, expiresAt }: Code<{ openid: string }>, state: CodeState): ListedCode {
  return { code: maskSecret(code), appid, openid: user.openid, expiresAt, state }
}
