import { type Clock, invalid, isIntegerBetween, readFields } from '../core/index'

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000
const BEIJING_OFFSET_MS = 8 * 3600 * 1000
const MAX_COUNTS = 50_000
const MAX_LIMIT = 1_000_000_000

/** Limits of calls per minute or day, after which WeChat refuses; null means no limit. */
export interface Quotas {
  /** `GET /cgi-bin/token` by one AppID; then 45009. Users report the number, WeChat's documentation has none. @default 2000 */
  readonly tokensPerDay?: number | null
  /** `POST /cgi-bin/stable_token` by one AppID; then 45011. @default 10000 */
  readonly stableTokensPerMinute?: number | null
  /** `POST /cgi-bin/stable_token` by one AppID; then 45009. @default 500000 */
  readonly stableTokensPerDay?: number | null
  /** Forced refreshes of the stable token by one AppID; then 45009, which is unverified. @default 20 */
  readonly forcedRefreshesPerDay?: number | null
  /** `jscode2session` for one user; then 45011. @default 100 */
  readonly sessionsPerUserPerMinute?: number | null
  /** `getuserphonenumber` by one AppID; then 45011. WeChat's number is unknown. @default null */
  readonly phoneNumbersPerMinute?: number | null
  /** `getuserphonenumber` by one AppID; then 45009. WeChat's number is unknown. @default null */
  readonly phoneNumbersPerDay?: number | null
  /** `POST /cgi-bin/clear_quota` by one AppID; then 48006. @default 10 */
  readonly quotaClearsPerMonth?: number | null
}

export type QuotaName = keyof Quotas

/** Current limit of every quota. */
export type QuotaLimits = Required<Quotas>

export const DEFAULT_QUOTAS: Readonly<QuotaLimits> = {
  tokensPerDay: 2_000,
  stableTokensPerMinute: 10_000,
  stableTokensPerDay: 500_000,
  forcedRefreshesPerDay: 20,
  sessionsPerUserPerMinute: 100,
  phoneNumbersPerMinute: null,
  phoneNumbersPerDay: null,
  quotaClearsPerMonth: 10,
}

const NAMES = Object.keys(DEFAULT_QUOTAS)
const USAGE = `send quotas, each an integer from 0 or null for no limit, for example {"tokensPerDay": 2}; the quotas are ${NAMES.join(', ')}`

export function readQuotas(value: unknown): Partial<QuotaLimits> {
  const given = Object.entries(readFields(value, NAMES, USAGE)).filter(([, limit]) => limit !== undefined)
  if (given.some(([, limit]) => limit !== null && !isIntegerBetween(limit, 0, MAX_LIMIT))) throw invalid(USAGE)
  return Object.fromEntries(given)
}

function isDaily(name: QuotaName): boolean {
  return name.endsWith('PerDay')
}

/** Unverified: that WeChat's days and months begin at midnight in Beijing, and its minute with the minute of the clock. */
function windowOf(name: QuotaName, now: number): number {
  if (name.endsWith('PerMonth'))
    return Number(new Date(now + BEIJING_OFFSET_MS).toISOString().slice(0, 7).replace('-', ''))
  return isDaily(name) ? Math.floor((now + BEIJING_OFFSET_MS) / DAY_MS) : Math.floor(now / MINUTE_MS)
}

export interface Count {
  readonly window: number
  readonly used: number
}

export type QuotaBook = ReturnType<typeof createQuotaBook>

/** Counts calls against the quotas, per AppID or per user; calls without a limit are not counted. */
export function createQuotaBook(clock: Clock, initial: QuotaLimits) {
  const limits = { ...initial }
  const counts = new Map<string, Count>()
  const used = (name: QuotaName, who: string) => {
    const count = counts.get(`${name} ${who}`)
    return count?.window === windowOf(name, clock.now()) ? count.used : 0
  }
  const isUsedUp = (name: QuotaName, who: string) => used(name, who) >= (limits[name] ?? Infinity)
  const count = (name: QuotaName, who: string) => {
    // more users in a minute than codes are kept for: let them all start from zero
    if (counts.size >= MAX_COUNTS) counts.clear()
    counts.set(`${name} ${who}`, { window: windowOf(name, clock.now()), used: used(name, who) + 1 })
  }
  return {
    /** Spends one of each quota. If one is used up, spends nothing and returns the errcode. */
    spend(names: readonly QuotaName[], who: string): 45009 | 45011 | undefined {
      const limited = names.filter((name) => limits[name] !== null)
      const full = limited.find((name) => isUsedUp(name, who))
      if (full !== undefined) return isDaily(full) ? 45009 : 45011
      for (const name of limited) count(name, who)
      return undefined
    },
    used,
    /** Forgets what an AppID spent of its daily quotas. */
    clearDay(who: string) {
      for (const name of NAMES) if (name.endsWith('PerDay')) counts.delete(`${name} ${who}`)
    },
    set: (quotas: unknown) => {
      Object.assign(limits, readQuotas(quotas))
    },
    limits: (): QuotaLimits => ({ ...limits }),
    dump: () => ({ limits: { ...limits }, counts: [...counts] }),
    restore(dump: { readonly limits: QuotaLimits; readonly counts: readonly (readonly [string, Count])[] }) {
      Object.assign(limits, dump.limits)
      counts.clear()
      for (const [key, count] of dump.counts) counts.set(key, count)
    },
  }
}
