import type { AccountState, QuotaLimits, TokenState } from '../accounts/index'
import type { ListedCode, Users } from '../codes/index'
import { maskPhone } from '../core/index'
import type { ArmedFault, WeatherState } from '../faults/index'
import type { Quirks } from '../wire/index'
import type { Stores } from './stores'

/** State of the emulator, with everything secret masked; times are milliseconds on its own clock. */
export interface EmulatorState {
  readonly now: number
  readonly clockOffsetMs: number
  /** The emulator's own AppID. */
  readonly appId: string
  readonly accounts: AccountState[]
  readonly quotas: QuotaLimits
  readonly quirks: Required<Quirks>
  /** Default user of new codes, as seen in the emulator's own AppID. */
  readonly testUser: { openid: string; unionid: string | null; phoneNumber: string; countryCode: string }
  /** The newest 100. */
  readonly tokens: TokenState[]
  /** The newest 100. */
  readonly phoneCodes: ListedCode[]
  /** The newest 100. */
  readonly loginCodes: ListedCode[]
  readonly faults: ArmedFault[]
  readonly weather: WeatherState
  /** Number of requests to each path of WeChat's API; all unknown paths count as `other`. */
  readonly requestCounts: Record<string, number>
}

function maskUser({ openid, unionid, phone }: ReturnType<Users['in']>): EmulatorState['testUser'] {
  const phoneNumber = maskPhone(phone.phoneNumber)
  return { openid, unionid: unionid ?? null, phoneNumber, countryCode: phone.countryCode }
}

export function createState(stores: Stores, appId: string): () => EmulatorState {
  const { clock, accounts, quotas, quirks, users, tokens, phoneCodes, loginCodes, faults, weather, requestLog } = stores
  const read = () => ({
    now: clock.now(),
    clockOffsetMs: clock.offsetMs(),
    appId,
    accounts: accounts.list(),
    quotas: quotas.limits(),
    quirks: { ...quirks },
    testUser: maskUser(users.in(appId)),
    tokens: tokens.list(),
    phoneCodes: phoneCodes.list(({ phone }) => ({ phoneNumber: maskPhone(phone.phoneNumber) })),
    loginCodes: loginCodes.list(() => ({})),
    faults: faults.list(),
    weather: weather.state(),
    requestCounts: requestLog.counts(),
  })
  return () => clock.freeze(read)
}
