import { type Clock, maskSecret } from '../core/index'

const LIFETIME_MS = 300_000
const MAX_CODES = 50_000
const LISTED = 100
const DROPPED = `more than ${MAX_CODES} codes were made within five minutes: the oldest were dropped and are answered 40029`

type CodeState = 'unused' | 'used' | 'expired'

export interface Code<User> {
  readonly code: string
  readonly appid: string
  readonly user: User
  readonly createdAt: number
  readonly expiresAt: number
  used: boolean
}

/** A masked code; a phone code comes with its masked number. */
export interface ListedCode {
  readonly code: string
  readonly appid: string
  readonly openid: string
  readonly expiresAt: number
  readonly state: CodeState
  readonly phoneNumber?: string
}

function once(log: (line: string) => void): (line: string) => void {
  let done = false
  return (line) => {
    if (!done) log(line)
    done = true
  }
}

export type CodeStore<User extends { openid: string }> = ReturnType<typeof createCodeStore<User>>

/** Keeps codes in a Map and a ring buffer: removing the oldest entry of a large Map that has lost many is very slow. */
export function createCodeStore<User extends { openid: string }>(clock: Clock, log: (line: string) => void) {
  const codes = new Map<string, Code<User>>()
  let ring: Code<User>[] = []
  let made = 0
  const isExpired = (code: Code<User>) => clock.now() >= code.expiresAt
  const stateOf = (code: Code<User>): CodeState => (code.used ? 'used' : isExpired(code) ? 'expired' : 'unused')
  const warn = once(log)
  const drop = (code: Code<User> | undefined) => {
    if (code === undefined) return
    if (!code.used && !isExpired(code)) warn(DROPPED)
    codes.delete(code.code)
  }
  const oldestFirst = () => [...ring.slice(made % MAX_CODES), ...ring.slice(0, made % MAX_CODES)]
  return {
    add(code: string, appid: string, user: User): Code<User> {
      const createdAt = clock.now()
      const entry = { code, appid, user, createdAt, expiresAt: createdAt + LIFETIME_MS, used: false }
      drop(ring[made % MAX_CODES])
      ring[made % MAX_CODES] = entry
      made += 1
      codes.set(code, entry)
      return entry
    },
    /** Returns the code, used or not, until it expires. */
    find(code: unknown) {
      const entry = typeof code === 'string' ? codes.get(code) : undefined
      return entry === undefined || isExpired(entry) ? undefined : entry
    },
    /** Returns the code for as long as it is kept, which is longer than it works. */
    recall: (code: string) => codes.get(code),
    /** Returns the newest 100, masked. */
    list: (phoneOf: (user: User) => { phoneNumber?: string }): ListedCode[] =>
      oldestFirst()
        .slice(-LISTED)
        .map((entry) => {
          const { code, appid, user, expiresAt } = entry
          const state = stateOf(entry)
          return { code: maskSecret(code), appid, openid: user.openid, expiresAt, state, ...phoneOf(user) }
        }),
    clear() {
      codes.clear()
      ring = []
      made = 0
    },
  }
}
