import type { Clock } from '../clock'
import { invalid, readStrings } from '../input'
import type { Random } from '../random'

const MAX_TOKENS = 1_000
const REVOKE_USAGE = 'send {} for all tokens, or {"id": …} for one: GET /_emulator/state lists them with their ids'

export const TOKEN_LIFETIME_MS = 7_200_000

export type TokenKind = 'stable' | 'classic'

export interface AccessToken {
  id: string
  token: string
  appid: string
  kind: TokenKind
  /** Its natural end. */
  expiresAt: number
  /** Its real end: earlier than the natural one once a newer token took its place. */
  validUntil: number
}

export type TokenCheck = { appid: string } | { errcode: 40001 | 41001 | 42001 }

export interface TokenRegistry {
  issue: (appid: string, kind: TokenKind) => AccessToken
  check: (token: string) => TokenCheck
  list: () => AccessToken[]
  /** Ends one token by its id, or all of them. */
  revoke: (which?: unknown) => void
  clear: () => void
}

export function createTokenRegistry(clock: Clock, random: Random): TokenRegistry {
  const tokens = new Map<string, AccessToken>()
  let count = 0
  return {
    issue(appid, kind) {
      if (tokens.size >= MAX_TOKENS) dropOldestDead(tokens, clock.now())
      const [token, expiresAt] = [random.accessToken(), clock.now() + TOKEN_LIFETIME_MS]
      const issued = { id: `token-${++count}`, token, appid, kind, expiresAt, validUntil: expiresAt }
      tokens.set(token, issued)
      return issued
    },
    check: (token) => (token === '' ? { errcode: 41001 } : checkKnown(tokens.get(token), clock.now())),
    list: () => [...tokens.values()],
    revoke(which) {
      const { id } = readStrings(which, ['id'], REVOKE_USAGE)
      const ended = [...tokens.values()].filter((token) => id === undefined || token.id === id)
      if (id !== undefined && ended.length === 0) throw invalid(REVOKE_USAGE)
      for (const token of ended) retire(token, clock.now())
    },
    clear() {
      tokens.clear()
      count = 0
    },
  }
}

/** Ends a token before its natural end. */
export function retire(token: AccessToken, at: number): void {
  token.validUntil = Math.min(token.validUntil, at)
}

/** Where 40001 ends and 40014 begins is unverified: an unknown token is answered as a superseded one is. */
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
