import { type AccessToken, retire } from './token-registry'
import type { TokenSource } from './token-source'

const RENEWAL_MS = 300_000
const FORCE_INTERVAL_MS = 30_000

export interface StableToken {
  /** The errcode if the day's forced refreshes are used up. */
  get: (force: boolean) => AccessToken | number
}

/** The token of `POST /cgi-bin/stable_token` for one account. */
export function createStableToken(appid: string, { tokens, clock, quotas }: TokenSource): StableToken {
  let issued: AccessToken[] = []
  let forcedAt = -Infinity
  const current = () => issued.find((token) => token.validUntil - clock.now() > RENEWAL_MS)
  // the old token is left to its own end, which is at most RENEWAL_MS away
  const renew = () => {
    const fresh = tokens.issue(appid, 'stable')
    issued = [fresh, ...issued.slice(0, 1)]
    return fresh
  }
  const refresh = () => {
    for (const token of issued) retire(token, clock.now())
    forcedAt = clock.now()
    return renew()
  }
  return {
    get(force) {
      // asked again too soon, force is no error: WeChat then does not refresh
      if (!force || clock.now() - forcedAt < FORCE_INTERVAL_MS) return current() ?? renew()
      return quotas.spend(['forcedRefreshesPerDay'], appid) ?? refresh()
    },
  }
}
