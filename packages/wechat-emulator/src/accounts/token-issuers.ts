import type { Clock } from '../core/index'
import { type AccessToken, retire, type TokenRegistry } from './access-tokens'
import type { QuotaBook } from './quotas'

const OVERLAP_MS = 300_000
const RENEWAL_MS = 300_000
const FORCE_INTERVAL_MS = 30_000

export interface TokenParts {
  readonly tokens: TokenRegistry
  readonly clock: Clock
  readonly quotas: QuotaBook
}

/** Issues the tokens of `GET /cgi-bin/token`: each call makes a new one, and the previous one works for five more minutes. */
export function createClassicIssuer(appid: string, { tokens, clock }: TokenParts) {
  let current: AccessToken | undefined
  let previous: AccessToken | undefined
  return (): AccessToken => {
    if (previous !== undefined) retire(previous, clock.now())
    if (current !== undefined) retire(current, clock.now() + OVERLAP_MS)
    previous = current
    current = tokens.issue(appid, 'classic')
    return current
  }
}

/** Issues the tokens of `POST /cgi-bin/stable_token`; returns an errcode once the day's forced refreshes are used up. */
export function createStableIssuer(appid: string, { tokens, clock, quotas }: TokenParts) {
  let issued: AccessToken[] = []
  let forcedAt = -Infinity
  const current = () => issued.find((token) => token.validUntil - clock.now() > RENEWAL_MS)
  // the old token keeps its natural end, at most RENEWAL_MS away
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
  return (force: boolean): AccessToken | number => {
    // a forced refresh too soon after the last one is no error: WeChat then simply does not refresh
    if (!force || clock.now() - forcedAt < FORCE_INTERVAL_MS) return current() ?? renew()
    return quotas.spend(['forcedRefreshesPerDay'], appid) ?? refresh()
  }
}
