import type { TokenFetchCause, WeChatClientEvent } from '../client-event'
import { createPause } from './cooldown'
import type { IssuedToken, TokenSource } from './token-sources'
import { WeChatError } from '../errors/wechat-error'

/** WeChat hands out a stable token's successor only within its last five minutes; both work meanwhile. */
const RENEW_BEFORE_EXPIRY_MS = 300_000
/** Instances that started together do not renew together. */
const RENEWAL_SPREAD_MS = 60_000
const MIN_RENEWAL_INTERVAL_MS = 10_000
const MIN_BACK_OFF_MS = 500
const MAX_BACK_OFF_MS = 60_000
/** https://developers.weixin.qq.com/miniprogram/dev/server/API/mp-access-token/api_getstableaccesstoken.html */
const MIN_FORCE_INTERVAL_MS = 30_000
const MAX_FORCED_PER_DAY = 20
const DAY_MS = 86_400_000
/** After a heal that changed nothing, the next one waits: WeChat would only say the same again. */
const MIN_HEAL_INTERVAL_MS = 1_000

/** A token on loan. `serial` tells two loans of the same token apart, before and after a heal. */
export interface TokenLease {
  readonly value: string
  readonly serial: number
}

interface KeptToken extends TokenLease {
  readonly expiresAt: number
  readonly renewAt: number
}

export interface TokenKeeper {
  /** The current token. Waits only where there is none that works. */
  lease: () => Promise<TokenLease>
  /** A token in place of one that WeChat refused: fetched once for all who met the refusal. */
  replace: (rejected: TokenLease) => Promise<TokenLease>
}

export interface TokenKeeperOptions {
  readonly source: TokenSource
  readonly now: () => number
  readonly random: () => number
  readonly onEvent: (event: WeChatClientEvent) => void
}

/** Keeps one access token for any number of callers. */
export function createTokenKeeper({ source, now, random, onEvent }: TokenKeeperOptions): TokenKeeper {
  let current: KeptToken | undefined
  let pending: Promise<TokenLease> | undefined
  let healing: { readonly serial: number; readonly healed: Promise<TokenLease> } | undefined
  let lastError: unknown
  let failures = 0
  let serial = 0
  let forcedAt: number[] = []
  const fetchPause = createPause(now)
  const healPause = createPause(now)
  const forcePause = createPause(now)

  function adopt({ accessToken, expiresInSeconds }: IssuedToken, askedAt: number): TokenLease {
    const expiresAt = askedAt + expiresInSeconds * 1000
    const renewAt = expiresAt - RENEW_BEFORE_EXPIRY_MS + random() * RENEWAL_SPREAD_MS
    serial += 1
    failures = 0
    fetchPause.begin(MIN_RENEWAL_INTERVAL_MS)
    current = { value: accessToken, serial, expiresAt, renewAt }
    return current
  }

  /** The first failure may be a blip; from the second on, each pause is twice the one before, and jittered. */
  function backOff(error: unknown): void {
    lastError = error
    failures += 1
    const pause = Math.min(MAX_BACK_OFF_MS, MIN_BACK_OFF_MS * 2 ** (failures - 2)) * (0.5 + random() / 2)
    fetchPause.begin(failures < 2 ? 0 : pause)
  }

  async function fetchToken(cause: TokenFetchCause, issue: () => Promise<IssuedToken>): Promise<TokenLease> {
    const askedAt = now()
    try {
      const issued = await issue()
      onEvent({ type: 'token_fetched', cause, expiresInSeconds: issued.expiresInSeconds })
      return adopt(issued, askedAt)
    } catch (error) {
      if (error instanceof WeChatError) onEvent({ type: 'token_fetch_failed', cause, error })
      backOff(error)
      throw error
    }
  }

  /** One fetch at a time: a late answer can then never replace a newer token. */
  function alone(work: () => Promise<TokenLease>): Promise<TokenLease> {
    pending ??= work().finally(() => {
      pending = undefined
    })
    return pending
  }

  function mayForce(): boolean {
    const today = now()
    forcedAt = forcedAt.filter((at) => at > today - DAY_MS && at <= today)
    return forcedAt.length < MAX_FORCED_PER_DAY && forcePause.isOver()
  }

  async function heal(rejected: TokenLease): Promise<TokenLease> {
    const { issueByForce } = source
    const asked = await fetchToken('rejected', () => source.issue({ rejectedToken: rejected.value }))
    if (asked.value !== rejected.value) return asked
    healPause.begin(MIN_HEAL_INTERVAL_MS)
    if (issueByForce === undefined || !mayForce()) return asked
    forcedAt.push(now())
    forcePause.begin(MIN_FORCE_INTERVAL_MS)
    // WeChat counts for all instances: where it allows no more, what stable mode gives is tried once more all the same
    return fetchToken('forced', issueByForce).catch(() => asked)
  }

  function healAlone(rejected: TokenLease): Promise<TokenLease> {
    const healed = alone(() => heal(rejected)).finally(() => {
      healing = undefined
    })
    healing = { serial: rejected.serial, healed }
    return healed
  }

  function renewInBackground(): void {
    void alone(() => fetchToken('renewal', () => source.issue({}))).catch(() => undefined)
  }

  const works = (token: KeptToken | undefined): token is KeptToken => token !== undefined && now() < token.expiresAt

  const mustWait = (): boolean => failures > 0 && !fetchPause.isOver()

  return {
    async lease() {
      if (healing !== undefined && healing.serial === current?.serial) return healing.healed
      if (works(current)) {
        if (now() >= current.renewAt && fetchPause.isOver()) renewInBackground()
        return current
      }
      if (pending === undefined && mustWait()) throw lastError
      return alone(() => fetchToken(current === undefined ? 'first' : 'renewal', () => source.issue({})))
    },
    async replace(rejected) {
      // a fetch under way may have been asked before the refusal: only its end tells. A heal is shared, failed or not
      while (pending !== undefined) {
        if (healing?.serial === rejected.serial) return healing.healed
        await pending.catch(() => undefined)
      }
      if (works(current) && (current.serial !== rejected.serial || !healPause.isOver())) return current
      if (mustWait()) throw lastError
      return healAlone(rejected)
    },
  }
}
