import type { Clock } from '../clock'
import type { Random } from '../random'

const MAX_TOKENS = 1_000

export const TOKEN_LIFETIME_MS = 7_200_000

export type TokenKind = 'stable' | 'classic'

export interface AccessToken {
  token: string
  appId: string
  kind: TokenKind
  /** Its natural end. */
  expiresAt: number
  /** Its real end: earlier than the natural one once a newer token took its place. */
  validUntil: number
}

export type TokenCheck = { appId: string } | { errcode: 40001 | 41001 | 42001 }

export interface TokenRegistry {
  issue: (appId: string, kind: TokenKind) => AccessToken
  check: (token: string) => TokenCheck
  list: () => AccessToken[]
  revokeAll: () => void
  clear: () => void
}

export function createTokenRegistry(clock: Clock, random: Random): TokenRegistry {
  const tokens = new Map<string, AccessToken>()
  return {
    issue(appId, kind) {
      if (tokens.size >= MAX_TOKENS) dropOldestDead(tokens, clock.now())
      const expiresAt = clock.now() + TOKEN_LIFETIME_MS
      const issued = { token: random.accessToken(), appId, kind, expiresAt, validUntil: expiresAt }
      tokens.set(issued.token, issued)
      return issued
    },
    check: (token) => (token === '' ? { errcode: 41001 } : checkKnown(tokens.get(token), clock.now())),
    list: () => [...tokens.values()],
    revokeAll() {
      for (const token of tokens.values()) retire(token, clock.now())
    },
    clear: () => {
      tokens.clear()
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
  if (now < token.validUntil) return { appId: token.appId }
  return { errcode: token.validUntil < token.expiresAt ? 40001 : 42001 }
}

function dropOldestDead(tokens: Map<string, AccessToken>, now: number): void {
  for (const [key, token] of tokens) {
    if (now < token.validUntil) continue
    tokens.delete(key)
    return
  }
}
