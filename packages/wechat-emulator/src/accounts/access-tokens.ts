import { type Clock, invalid, maskSecret, type Random, readStrings } from '../core/index'

const MAX_TOKENS = 1_000
const LISTED = 100
const LIFETIME_MS = 7_200_000
const REVOKE_USAGE = 'send {} for all tokens, or {"id": …} for one: GET /_emulator/state lists them with their ids'

type TokenKind = 'stable' | 'classic'

export interface AccessToken {
  /** Id for `revokeTokens`. */
  readonly id: string
  readonly token: string
  readonly appid: string
  readonly kind: TokenKind
  /** Natural end. */
  readonly expiresAt: number
  /** Actual end: earlier than the natural one once a newer token has replaced it. */
  validUntil: number
}

/** An access token, masked. `validUntil` is earlier than `expiresAt` once a newer token has replaced it. */
export interface TokenState extends Readonly<AccessToken> {
  readonly isValid: boolean
}

type TokenCheck = { appid: string } | { errcode: 40001 | 41001 | 42001 }

/** Ends a token before its natural end. */
export function retire(token: AccessToken | undefined, at: number): void {
  if (token !== undefined) token.validUntil = Math.min(token.validUntil, at)
}

/** Unverified: where 40001 ends and 40014 begins. An unknown token gets the errcode of a superseded one. */
function checkKnown(token: AccessToken | undefined, now: number): TokenCheck {
  if (token === undefined) return { errcode: 40001 }
  if (now < token.validUntil) return { appid: token.appid }
  return { errcode: token.validUntil < token.expiresAt ? 40001 : 42001 }
}

function dropOldestDead(tokens: Map<string, AccessToken>, now: number): void {
  for (const [key, token] of tokens) {
    if (now < token.validUntil) continue
    tokens.delete(key)
    return
  }
}

function toState({ token, validUntil, ...rest }: AccessToken, now: number): TokenState {
  return { ...rest, token: maskSecret(token), validUntil, isValid: now < validUntil }
}

export type TokenRegistry = ReturnType<typeof createTokenRegistry>

/** Holds the access tokens of all accounts and both token endpoints. */
export function createTokenRegistry(clock: Clock, random: Random) {
  const tokens = new Map<string, AccessToken>()
  const latest = new Map<string, AccessToken[]>()
  let count = 0
  const add = (token: AccessToken) => {
    const key = `${token.kind} ${token.appid}`
    tokens.set(token.token, token)
    latest.set(key, [token, ...(latest.get(key) ?? [])].slice(0, 2))
    return token
  }
  return {
    issue(appid: string, kind: TokenKind): AccessToken {
      if (tokens.size >= MAX_TOKENS) dropOldestDead(tokens, clock.now())
      const [token, expiresAt] = [random.accessToken(), clock.now() + LIFETIME_MS]
      return add({ id: `token-${++count}`, token, appid, kind, expiresAt, validUntil: expiresAt })
    },
    /** Returns the last two tokens of an account, the newest first. */
    latest: (appid: string, kind: TokenKind): readonly AccessToken[] => latest.get(`${kind} ${appid}`) ?? [],
    check: (token: string): TokenCheck =>
      token === '' ? { errcode: 41001 } : checkKnown(tokens.get(token), clock.now()),
    /** Returns the AppID of a token, however long ago it ended. */
    ownerOf: (token: string) => tokens.get(token)?.appid,
    /** Returns the newest 100, masked. */
    list: () => [...tokens.values()].slice(-LISTED).map((token) => toState(token, clock.now())),
    /** Ends one token by its id, or all of them. */
    revoke: (which?: unknown) => {
      const { id } = readStrings(which, ['id'], REVOKE_USAGE)
      const ended = [...tokens.values()].filter((token) => id === undefined || token.id === id)
      if (id !== undefined && ended.length === 0) throw invalid(REVOKE_USAGE)
      for (const token of ended) retire(token, clock.now())
    },
    dump: () => ({ count, tokens: [...tokens.values()] }),
    restore(dump: { readonly count: number; readonly tokens: readonly AccessToken[] }) {
      tokens.clear()
      latest.clear()
      for (const token of dump.tokens) add({ ...token })
      count = dump.count
    },
  }
}
