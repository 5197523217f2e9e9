import { createHttpClient } from '../phone-number'
import { readApiBaseUrl } from '../api-base-url'
import { requestSandboxLoginCode } from './sandbox-api'

const KEY = 'sandbox-user'
const DIGITS = 8

/** The WeChat user of a sandbox build; without an openid it is the emulator's test user. */
export interface SandboxUser {
  readonly openid?: string
  readonly phoneNumber?: string
}

/** A second person whom every sandbox knows by the same number. */
const OTHER: SandboxUser = { openid: 'oSandboxOther', phoneNumber: '13900139000' }

export function readSandboxUser(): SandboxUser {
  const stored = uni.getStorageSync<SandboxUser | ''>(KEY)
  return stored === '' ? {} : stored
}

/** Becomes the second person, or the test user again. */
export function switchSandboxUser(): void {
  uni.setStorageSync(KEY, readSandboxUser().openid === undefined ? OTHER : {})
}

/** Becomes somebody whom no server has seen. */
export function becomeNewSandboxUser(): void {
  const digits = Math.random().toFixed(DIGITS).slice(2)
  uni.setStorageSync(KEY, { openid: `oSandbox${digits}`, phoneNumber: `137${digits}` })
}

/** Replaces `uni.login`. */
export async function loginToSandbox(): Promise<string | undefined> {
  const send = createHttpClient({ baseUrl: readApiBaseUrl() ?? '' })
  const { openid } = readSandboxUser()
  return requestSandboxLoginCode(send, openid === undefined ? {} : { openid })
}
