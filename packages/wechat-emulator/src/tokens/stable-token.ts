import type { Clock } from '../clock'
import type { AccessToken, TokenRegistry } from './token-registry'
import { retire } from './token-registry'

const RENEWAL_MS = 300_000
const FORCE_INTERVAL_MS = 30_000
const FORCES_PER_DAY = 20
const DAY_MS = 86_400_000
const BEIJING_OFFSET_MS = 8 * 3600 * 1000

export interface StableToken {
  /** Nothing if the day's forced refreshes are used up. */
  get: (force: boolean) => AccessToken | undefined
}

/** The token of `POST /cgi-bin/stable_token` for one account. */
export function createStableToken(appId: string, tokens: TokenRegistry, clock: Clock): StableToken {
  const quota = createForceQuota(clock)
  let issued: AccessToken[] = []
  const current = () => issued.find((token) => token.validUntil - clock.now() > RENEWAL_MS)
  // the old token is left to its own end, which is at most RENEWAL_MS away
  const renew = () => {
    const fresh = tokens.issue(appId, 'stable')
    issued = [fresh, ...issued.slice(0, 1)]
    return fresh
  }
  const refresh = () => {
    for (const token of issued) retire(token, clock.now())
    quota.spend()
    return renew()
  }
  return {
    get(force) {
      // asked again too soon, force is no error: WeChat then does not refresh
      if (!force || quota.isTooSoon()) return current() ?? renew()
      return quota.isUsedUp() ? undefined : refresh()
    },
  }
}

function createForceQuota(clock: Clock) {
  let last = -Infinity
  let day = 0
  let spent = 0
  // that WeChat's day begins at midnight in Beijing is unverified
  const today = () => Math.floor((clock.now() + BEIJING_OFFSET_MS) / DAY_MS)
  return {
    isTooSoon: () => clock.now() - last < FORCE_INTERVAL_MS,
    isUsedUp: () => day === today() && spent >= FORCES_PER_DAY,
    spend() {
      spent = day === today() ? spent + 1 : 1
      day = today()
      last = clock.now()
    },
  }
}
