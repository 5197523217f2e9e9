import { maskSecret } from '../mask'
import type { CodeState, CodeStore } from './code-store'

const LISTED = 100

/** A code, cut short; of a phone code also the number, masked. */
export interface ListedCode {
  code: string
  appid: string
  openid: string
  expiresAt: number
  state: CodeState
  phoneNumber?: string
}

export function listCodes<User extends { openid: string }>(
  codes: CodeStore<User>,
  extra: (user: User) => { phoneNumber?: string },
): ListedCode[] {
  return codes.newest(LISTED).map((entry) => {
    const { code, appid, user, expiresAt } = entry
    const state = codes.stateOf(entry)
    return { code: maskSecret(code), appid, openid: user.openid, expiresAt, state, ...extra(user) }
  })
}
