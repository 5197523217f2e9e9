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

/** Issues a token of `GET /cgi-bin/token`: always a new one, and the previous one works for five more minutes. */
export function issueClassic(appid: string, { tokens, clock }: TokenParts): AccessToken {
  const [current, previous] = tokens.latest(appid, 'classic')
  retire(previous, clock.now())
  retire(current, clock.now() + OVERLAP_MS)
  return tokens.issue(appid, 'classic')
}

/** Returns the token of `POST /cgi-bin/stable_token`, or an errcode once the day's forced refreshes are used up. */
export function issueStable(
  account: { readonly appid: string; forcedAt: number | null },
  force: boolean,
  { tokens, clock, quotas }: TokenParts,
): AccessToken | number {
  const { appid, forcedAt } = account
  const issued = tokens.latest(appid, 'stable')
  // a forced refresh too soon after the last one is no error: WeChat then simply does not refresh
  if (!force || (forcedAt !== null && clock.now() - forcedAt < FORCE_INTERVAL_MS)) {
    const current = issued.find((token) => token.validUntil - clock.now() > RENEWAL_MS)
    // the old token keeps its natural end, at most RENEWAL_MS away
    return current ?? tokens.issue(appid, 'stable')
  }
  const errcode = quotas.spend(['forcedRefreshesPerDay'], appid)
  if (errcode !== undefined) return errcode
  for (const token of issued) retire(token, clock.now())
  account.forcedAt = clock.now()
  return tokens.issue(appid, 'stable')
}
