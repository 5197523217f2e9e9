import type { Clock } from '../clock'

const CODE_LIFETIME_MS = 300_000
const MAX_CODES = 50_000
const DROPPED = `more than ${MAX_CODES} codes were made within five minutes: the oldest are dropped and answered 40029`

export type CodeState = 'unused' | 'used' | 'expired'

export interface Code<User> {
  code: string
  appid: string
  user: User
  createdAt: number
  expiresAt: number
  used: boolean
}

export interface CodeStore<User> {
  add: (code: string, appid: string, user: User) => Code<User>
  /** The code, used or not, as long as it has not expired. */
  find: (code: unknown) => Code<User> | undefined
  /** The code as long as it is remembered, which is longer than it works. */
  recall: (code: string) => Code<User> | undefined
  newest: (count: number) => Code<User>[]
  stateOf: (code: Code<User>) => CodeState
  clear: () => void
}

/** A ring beside the Map: to take the oldest out of a large Map that has lost many costs far more than all the rest. */
export function createCodeStore<User>(clock: Clock, log: (line: string) => void): CodeStore<User> {
  const codes = new Map<string, Code<User>>()
  let ring: Code<User>[] = []
  let made = 0
  const isExpired = (code: Code<User>) => clock.now() >= code.expiresAt
  const warn = once(log)
  const drop = (code: Code<User> | undefined) => {
    if (code === undefined) return
    if (!code.used && !isExpired(code)) warn(DROPPED)
    codes.delete(code.code)
  }
  return {
    add(code, appid, user) {
      const createdAt = clock.now()
      const entry = { code, appid, user, createdAt, expiresAt: createdAt + CODE_LIFETIME_MS, used: false }
      drop(ring[made % MAX_CODES])
      ring[made % MAX_CODES] = entry
      made += 1
      codes.set(code, entry)
      return entry
    },
    find(code) {
      const entry = typeof code === 'string' ? codes.get(code) : undefined
      return entry === undefined || isExpired(entry) ? undefined : entry
    },
    recall: (code) => codes.get(code),
    newest: (count) => newestIn(ring, made, count),
    stateOf: (code) => (code.used ? 'used' : isExpired(code) ? 'expired' : 'unused'),
    clear() {
      codes.clear()
      ring = []
      made = 0
    },
  }
}

/** Oldest first. */
function newestIn<Item>(ring: Item[], made: number, count: number): Item[] {
  const end = made % MAX_CODES
  return [...ring.slice(end), ...ring.slice(0, end)].slice(-count)
}

function once(log: (line: string) => void): (line: string) => void {
  let done = false
  return (line) => {
    if (!done) log(line)
    done = true
  }
}
