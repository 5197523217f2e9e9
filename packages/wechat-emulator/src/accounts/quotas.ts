import type { Clock } from '../clock'
import { type QuotaLimits, type QuotaName, readQuotas } from './quotas'

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000
const BEIJING_OFFSET_MS = 8 * 3600 * 1000
const MAX_COUNTS = 50_000

export interface QuotaBook {
  /** Spends one of each; if one is used up, nothing is spent, and this is the errcode. */
  spend: (names: readonly QuotaName[], who: string) => 45009 | 45011 | undefined
  /** What was spent of a quota in the minute or day that it is; nothing is counted where there is no limit. */
  used: (name: QuotaName, who: string) => number
  set: (quotas: unknown) => void
  limits: () => QuotaLimits
  reset: () => void
}

interface Count {
  window: number
  used: number
}

export function createQuotaBook(clock: Clock, initial: QuotaLimits): QuotaBook {
  const limits = { ...initial }
  const counts = new Map<string, Count>()
  const used = (name: QuotaName, who: string) => {
    const count = counts.get(`${name} ${who}`)
    return count?.window === windowOf(name, clock.now()) ? count.used : 0
  }
  const isUsedUp = (name: QuotaName, who: string) => used(name, who) >= (limits[name] ?? Infinity)
  const count = (name: QuotaName, who: string) => {
    // more users within a minute than codes are kept for: they may begin anew
    if (counts.size >= MAX_COUNTS) counts.clear()
    counts.set(`${name} ${who}`, { window: windowOf(name, clock.now()), used: used(name, who) + 1 })
  }
  return {
    spend(names, who) {
      const limited = names.filter((name) => limits[name] !== null)
      const full = limited.find((name) => isUsedUp(name, who))
      if (full !== undefined) return isDaily(full) ? 45009 : 45011
      for (const name of limited) count(name, who)
      return undefined
    },
    used,
    set: (quotas) => {
      Object.assign(limits, readQuotas(quotas))
    },
    limits: () => ({ ...limits }),
    reset() {
      Object.assign(limits, initial)
      counts.clear()
    },
  }
}

function isDaily(name: QuotaName): boolean {
  return name.endsWith('PerDay')
}

/** That WeChat's day begins at midnight in Beijing, and a minute with the clock's, is unverified. */
function windowOf(name: QuotaName, now: number): number {
  return isDaily(name) ? Math.floor((now + BEIJING_OFFSET_MS) / DAY_MS) : Math.floor(now / MINUTE_MS)
}
