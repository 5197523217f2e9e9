import { type AccessToken, retire } from './token-registry'
import type { TokenSource } from './token-source'

const OVERLAP_MS = 300_000

export interface ClassicToken {
  issue: () => AccessToken
}

/** The token of `GET /cgi-bin/token` for one account: each call makes a new one, and the one before lives on for five minutes. */
export function createClassicToken(appid: string, { tokens, clock }: TokenSource): ClassicToken {
  let current: AccessToken | undefined
  let previous: AccessToken | undefined
  return {
    issue() {
      if (previous !== undefined) retire(previous, clock.now())
      if (current !== undefined) retire(current, clock.now() + OVERLAP_MS)
      previous = current
      current = tokens.issue(appid, 'classic')
      return current
    },
  }
}
