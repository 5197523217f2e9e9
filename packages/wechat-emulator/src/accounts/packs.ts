import { type Clock, EmulatorError, isIntegerBetween, isFields } from '../core/index'

const MAX_PACKS = 100
const MAX_AMOUNT = 1_000_000_000
/** Far enough in the past and the future, in unix seconds. */
const [ALWAYS, NEVER] = [1_600_000_000, 4_102_444_800]

/** A pack of phone number calls that was bought. */
export interface Pack {
  /** SPU of the product; that of the phone number button is known from one post. @default '10000077' */
  readonly spuId?: string
  /** Calls in the pack. */
  readonly all: number
  /** Calls used so far: each tap on the button uses one. @default 0 */
  readonly used?: number
  /** Start and end of its validity in unix seconds. @default always valid */
  readonly startTime?: number
  readonly endTime?: number
}

export function isPackList(value: unknown): value is Pack[] {
  const isAmount = (amount: unknown) => isIntegerBetween(amount, 0, MAX_AMOUNT * 10)
  const isPack = (pack: unknown) => {
    if (!isFields(pack)) return false
    const { spuId = '', all, used = 0, startTime = 0, endTime = 0, ...others } = pack
    const amounts = [all, used, startTime, endTime].every(isAmount)
    return amounts && typeof spuId === 'string' && spuId.length <= 64 && Object.keys(others).length === 0
  }
  return Array.isArray(value) && value.length <= MAX_PACKS && value.every(isPack)
}

/** 1 valid, 2 not yet, 3 no longer. */
function statusOf({ startTime = ALWAYS, endTime = NEVER }: Pack, now: number): 1 | 2 | 3 {
  return now < startTime ? 2 : now >= endTime ? 3 : 1
}

const spuOf = ({ spuId = '10000077' }: Pack) => spuId

/** Uses one call of the packs, as a tap on the button does; without packs calls are unlimited. */
export function usePack(account: { packs: readonly Pack[] | null } | undefined, clock: Clock): void {
  if (account === undefined || account.packs === null) return
  const { packs } = account
  const now = clock.seconds()
  const found = packs.find((pack) => statusOf(pack, now) === 1 && (pack.used ?? 0) < pack.all)
  if (found === undefined)
    throw new EmulatorError(
      'quota_exhausted',
      'no pack has a call left: the button fails with errno 1400001. Add a pack',
    )
  account.packs = packs.map((pack) => (pack === found ? { ...pack, used: (pack.used ?? 0) + 1 } : pack))
}

/** Lists the packs of a product as `/wxa/charge/usage/get` does: 64-bit numbers are strings. */
export function usageOf(packs: readonly Pack[] | null, spuId: string, now: number) {
  const own = (packs ?? []).map((pack, index) => ({ pack, index })).filter(({ pack }) => spuOf(pack) === spuId)
  const valid = own.filter(({ pack }) => statusOf(pack, now) === 1)
  const sum = (amountOf: (pack: Pack) => number) => String(valid.reduce((total, { pack }) => total + amountOf(pack), 0))
  const details = own.map(({ pack, index }) => ({
    pkgId: `ZY${index + 1}`,
    status: statusOf(pack, now),
    startTime: pack.startTime ?? ALWAYS,
    endTime: pack.endTime ?? NEVER,
    all: String(pack.all),
    used: String(pack.used ?? 0),
    spuId,
    skuId: '20000093',
    source: 1,
  }))
  return { all: sum(({ all }) => all), effectiveUse: sum(({ used = 0 }) => used), details }
}
