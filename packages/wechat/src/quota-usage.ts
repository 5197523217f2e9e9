import { type AccessToken, type AccessTokenCache, isTokenRejection, toTokenRejectedError } from './access-token'
import {
  type Deadline,
  type Fields,
  isFields,
  malformedReply,
  readReply,
  toLostReplyError,
  type Transport,
} from './transport'

const ENDPOINT = 'usage/get'
const PATH = '/wxa/charge/usage/get'
const MAX_PACKAGES = 20

/**
 * Product ids (spuId) of the two phone number components: with the quick one the user taps once, the real-time one
 * verifies by SMS. Unverified: each comes from one post or project.
 */
export const PHONE_NUMBER_SPU_IDS = { quick: '10000077', realtime: '10000086' } as const

/** A package of paid calls. */
export interface QuotaPackage {
  readonly id: string
  readonly status: 'active' | 'pending' | 'expired' | 'unknown'
  readonly used: number
  readonly total: number
  /** In Unix seconds. */
  readonly endsAt: number
}

/** Paid calls that were bought and used. */
export interface QuotaUsage {
  readonly used: number
  /** Calls of the packages in force. */
  readonly total: number
  readonly remaining: number
  /** The first 20 packages, in WeChat's order. */
  readonly packages: readonly QuotaPackage[]
}

const STATUSES = [undefined, 'active', 'pending', 'expired'] as const

/** WeChat sends 64-bit numbers as strings. */
function toCount(value: unknown): number | undefined {
  const count = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value
  return Number.isSafeInteger(count) && Number(count) >= 0 ? Number(count) : undefined
}

function toPackage(value: unknown): QuotaPackage[] {
  if (!isFields(value)) return []
  const { pkgId, status } = value
  const [used, total, endsAt] = [value.used, value.all, value.endTime].map(toCount)
  if (typeof pkgId !== 'string' || used === undefined || total === undefined) return []
  return [{ id: pkgId, status: STATUSES[Number(status)] ?? 'unknown', used, total, endsAt: endsAt ?? 0 }]
}

function readUsage({ effectiveUse, all, detailList }: Fields): QuotaUsage {
  const [used, total] = [toCount(effectiveUse), toCount(all)]
  if (used === undefined || total === undefined) throw malformedReply(ENDPOINT, 'unavailable')
  const packages = Array.isArray(detailList) ? detailList.flatMap(toPackage) : []
  return { used, total, remaining: Math.max(0, total - used), packages }
}

interface Dependencies {
  readonly transport: Transport
  readonly tokens: AccessTokenCache
}

async function get(transport: Transport, token: AccessToken, spuId: string, deadline: Deadline): Promise<QuotaUsage> {
  // the page lists the parameters as a body; its example, and every known client, puts them into the query
  const query = new URLSearchParams({ access_token: token.value, spuId, offset: '0', limit: String(MAX_PACKAGES) })
  try {
    const reply = await transport.send({ path: `${PATH}?${query.toString()}` }, deadline)
    return readUsage(readReply(reply, ENDPOINT, 'unavailable'))
  } catch (error) {
    throw toLostReplyError(error, ENDPOINT, 'unavailable')
  }
}

/** Asks for the usage of a product, once more with a new token if WeChat rejects the token. */
export async function fetchQuotaUsage(
  { transport, tokens }: Dependencies,
  spuId: string,
  deadline: Deadline,
): Promise<QuotaUsage> {
  const token = await deadline.waitFor(tokens.get())
  try {
    return await get(transport, token, spuId, deadline)
  } catch (error) {
    if (!isTokenRejection(error)) throw error
    const refreshed = await deadline.waitFor(tokens.refreshRejected(token, toTokenRejectedError(error)))
    return get(transport, refreshed, spuId, deadline)
  }
}
