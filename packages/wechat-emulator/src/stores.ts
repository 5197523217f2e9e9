import type { RequestLog } from './api/request-log'
import { createRequestLog } from './api/request-log'
import type { Clock } from './clock'
import { createClock } from './clock'
import type { CodeStore } from './codes/code-store'
import { createCodeStore } from './codes/code-store'
import type { LoginUser, PhoneUser } from './codes/test-user'
import type { FaultList } from './faults/fault-list'
import { createFaultList } from './faults/fault-list'
import type { Settings } from './options'
import type { Random } from './random'
import { createRandom } from './random'
import type { Accounts } from './tokens/account'
import { createAccounts } from './tokens/account'
import type { TokenRegistry } from './tokens/token-registry'
import { createTokenRegistry } from './tokens/token-registry'

/** Everything the emulator remembers; each of it is bounded. */
export interface Stores {
  clock: Clock
  random: Random
  tokens: TokenRegistry
  accounts: Accounts
  phoneCodes: CodeStore<PhoneUser>
  loginCodes: CodeStore<LoginUser>
  faults: FaultList
  requestLog: RequestLog
}

export function createStores({ appId, appSecret, now, randomBytes, log }: Settings): Stores {
  const clock = createClock(now)
  const random = createRandom(randomBytes)
  const tokens = createTokenRegistry(clock, random)
  return {
    clock,
    random,
    tokens,
    accounts: createAccounts([{ appId, appSecret }], tokens, clock),
    phoneCodes: createCodeStore(clock, log),
    loginCodes: createCodeStore(clock, log),
    faults: createFaultList(),
    requestLog: createRequestLog(clock),
  }
}

export function resetStores({ clock, accounts, phoneCodes, loginCodes, faults, requestLog }: Stores): void {
  clock.reset()
  accounts.reset()
  phoneCodes.clear()
  loginCodes.clear()
  faults.clear()
  requestLog.clear()
}
