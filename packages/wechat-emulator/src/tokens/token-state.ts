import { maskSecret } from '../mask'
import type { TokenKind, TokenRegistry } from './token-registry'

const LISTED = 100

/** An access token, cut short. */
export interface TokenState {
  /** What `revokeTokens` knows it by. */
  id: string
  token: string
  appid: string
  kind: TokenKind
  expiresAt: number
  /** Earlier than `expiresAt` once a newer token took its place. */
  validUntil: number
  isValid: boolean
}

export function listTokens(tokens: TokenRegistry, now: number): TokenState[] {
  return tokens
    .list()
    .slice(-LISTED)
    .map(({ id, token, appid, kind, expiresAt, validUntil }) => {
      return { id, token: maskSecret(token), appid, kind, expiresAt, validUntil, isValid: now < validUntil }
    })
}
