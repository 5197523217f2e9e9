import { type AccountState, listAccounts } from './accounts/account-state'
import { listCodes, type ListedCode } from './codes/listed-code'
import type { ArmedFault } from './faults/fault-list'
import { maskPhone } from './mask'
import type { Quirks } from './quirks'
import type { QuotaLimits } from './quotas/quotas'
import type { Stores } from './stores'
import { listTokens, type TokenState } from './tokens/token-state'

/** What the emulator holds, with nothing secret in it; times are milliseconds on its own clock. */
export interface EmulatorState {
  now: number
  clockOffsetMs: number
  /** The emulator's own AppID. */
  appId: string
  accounts: AccountState[]
  quotas: QuotaLimits
  quirks: Required<Quirks>
  /** Whose codes are made where nobody is named: the one in the emulator's own AppID. */
  testUser: { openid: string; unionid: string | null; phoneNumber: string; countryCode: string }
  /** The newest 100. */
  tokens: TokenState[]
  /** The newest 100. */
  phoneCodes: ListedCode[]
  /** The newest 100. */
  loginCodes: ListedCode[]
  faults: ArmedFault[]
  /** How many requests each path of WeChat's has had; all unknown paths count as `other`. */
  requestCounts: Record<string, number>
}

export function createState(stores: Stores, appId: string): () => EmulatorState {
  const { clock, accounts, quotas, quirks, testUser, tokens, phoneCodes, loginCodes, faults, requestLog } = stores
  return () => ({
    now: clock.now(),
    clockOffsetMs: clock.offsetMs(),
    appId,
    accounts: listAccounts(accounts, quotas),
    quotas: quotas.limits(),
    quirks: { ...quirks },
    testUser: describe(testUser.in(appId)),
    tokens: listTokens(tokens, clock.now()),
    phoneCodes: listCodes(phoneCodes, ({ phone }) => ({ phoneNumber: maskPhone(phone.phoneNumber) })),
    loginCodes: listCodes(loginCodes, () => ({})),
    faults: faults.list(),
    requestCounts: requestLog.counts(),
  })
}

function describe({ openid, unionid, phone }: ReturnType<Stores['testUser']['in']>): EmulatorState['testUser'] {
  const phoneNumber = maskPhone(phone.phoneNumber)
  return { openid, unionid: unionid ?? null, phoneNumber, countryCode: phone.countryCode }
}
