import { invalid, isIntegerBetween, readFields } from '../input'

/** How often each thing may be done before WeChat refuses it; null: as often as one likes. */
export interface Quotas {
  /** `GET /cgi-bin/token` by one AppID; then 45009. Users report the number, WeChat's documentation has none. @default 2000 */
  tokensPerDay?: number | null
  /** `POST /cgi-bin/stable_token` by one AppID; then 45011. @default 10000 */
  stableTokensPerMinute?: number | null
  /** `POST /cgi-bin/stable_token` by one AppID; then 45009. @default 500000 */
  stableTokensPerDay?: number | null
  /** Forced refreshes of the stable token by one AppID; then 45009, which is unverified. @default 20 */
  forcedRefreshesPerDay?: number | null
  /** `jscode2session` for one user; then 45011. @default 100 */
  sessionsPerUserPerMinute?: number | null
  /** `getuserphonenumber` by one AppID; then 45011. WeChat's number is not known. @default null */
  phoneNumbersPerMinute?: number | null
  /** `getuserphonenumber` by one AppID; then 45009. WeChat's number is not known. @default null */
  phoneNumbersPerDay?: number | null
}

export type QuotaName = keyof Quotas

/** Every quota as it stands. */
export type QuotaLimits = Required<Quotas>

export const DEFAULT_QUOTAS: Readonly<QuotaLimits> = {
  tokensPerDay: 2_000,
  stableTokensPerMinute: 10_000,
  stableTokensPerDay: 500_000,
  forcedRefreshesPerDay: 20,
  sessionsPerUserPerMinute: 100,
  phoneNumbersPerMinute: null,
  phoneNumbersPerDay: null,
}

const MAX_LIMIT = 1_000_000_000
const NAMES = Object.keys(DEFAULT_QUOTAS)
const USAGE = `send quotas, each a whole number from 0 or null for none, such as {"tokensPerDay": 2}; there are ${NAMES.join(', ')}`

export function readQuotas(value: unknown): Partial<QuotaLimits> {
  const given = Object.entries(readFields(value, NAMES, USAGE)).filter(([, limit]) => limit !== undefined)
  if (given.some(([, limit]) => limit !== null && !isIntegerBetween(limit, 0, MAX_LIMIT))) throw invalid(USAGE)
  return Object.fromEntries(given)
}
