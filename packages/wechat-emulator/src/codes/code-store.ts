import { type Clock, maskSecret } from '../core/index'

const LIFETIME_MS = 300_000
/** Time for which an expired code is kept: its session_key may still be asked for. */
const KEPT_MS = 3_600_000
const MAX_CODES = 50_000
const MAX_BYTES = 32 * 2 ** 20
/** Estimated size of a code without its strings. */
const OBJECT_BYTES = 400
const LISTED = 100
const DROPPED = `more than ${MAX_CODES} codes, or ${MAX_BYTES / 2 ** 20} MB of them, were made within five minutes: the oldest were dropped and are answered 40029`

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

function isThere<Item>(item: Item | undefined): item is Item {
  return item !== undefined
}

function once(log: (line: string) => void): (line: string) => void {
  let done = false
  return (line) => {
    if (!done) log(line)
    done = true
  }
}

/** Estimates the bytes that a code takes: its objects, and two bytes for each character. */
function sizeOf({ code, appid, user }: Pick<Code<object>, 'code' | 'appid' | 'user'>): number {
  const values: unknown[] = [code, appid, ...Object.values(user)]
  const characters = values.reduce<number>((sum, value) => sum + (typeof value === 'string' ? value.length : 0), 0)
  return OBJECT_BYTES + 2 * characters
}

export type CodeStore<User extends { openid: string }> = ReturnType<typeof createCodeStore<User>>

/**
 * Keeps codes, bounded by number, bytes and age. In a Map and a ring buffer: removing the oldest entry of a large Map
 * that has lost many is very slow.
 */
export function createCodeStore<User extends { openid: string }>(clock: Clock, log: (line: string) => void) {
  const codes = new Map<string, Code<User>>()
  let ring: (Code<User> | undefined)[] = []
  let [oldest, next, bytes] = [0, 0, 0]
  const isExpired = (code: Code<User>) => clock.now() >= code.expiresAt
  const stateOf = (code: Code<User>): CodeState => (code.used ? 'used' : isExpired(code) ? 'expired' : 'unused')
  const warn = once(log)
  const isOverfull = () => next - oldest >= MAX_CODES || bytes > MAX_BYTES
  const makeRoom = () => {
    for (let code = ring[oldest % MAX_CODES]; code !== undefined && oldest < next; code = ring[oldest % MAX_CODES]) {
      if (!isOverfull() && clock.now() < code.expiresAt + KEPT_MS) return
      if (!code.used && !isExpired(code)) warn(DROPPED)
      codes.delete(code.code)
      bytes -= sizeOf(code)
      ring[oldest % MAX_CODES] = undefined
      oldest += 1
    }
  }
  const insert = (entry: Code<User>) => {
    bytes += sizeOf(entry)
    makeRoom()
    ring[next % MAX_CODES] = entry
    next += 1
    codes.set(entry.code, entry)
    return entry
  }
  const inOrder = (limit: number) => {
    const count = Math.min(next - oldest, limit)
    return Array.from({ length: count }, (_, index) => ring[(next - count + index) % MAX_CODES]).filter(isThere)
  }
  return {
    add(code: string, appid: string, user: User): Code<User> {
      const createdAt = clock.now()
      return insert({ code, appid, user, createdAt, expiresAt: createdAt + LIFETIME_MS, used: false })
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
      inOrder(LISTED).map((entry) => {
        const { code, appid, user, expiresAt } = entry
        const state = stateOf(entry)
        return { code: maskSecret(code), appid, openid: user.openid, expiresAt, state, ...phoneOf(user) }
      }),
    dump: () => inOrder(MAX_CODES).map((entry) => ({ ...entry })),
    restore(dump: readonly Code<User>[]) {
      codes.clear()
      ring = []
      oldest = next = bytes = 0
      for (const entry of dump) insert({ ...entry })
    },
  }
}
