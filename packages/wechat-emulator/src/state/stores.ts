import { type Accounts, createAccounts } from './accounts/accounts'
import { createRequestLog, type RequestEntry, type RequestLog } from './api/request-log'
import { type Clock, createClock } from './clock'
import { type CodeStore, createCodeStore } from './codes/code-store'
import type { LoginUser, PhoneUser } from './codes/code-user'
import { createTestUser, type TestUser } from './codes/test-user'
import { createFaultList, type FaultList } from './faults/fault-list'
import { type Changes, createChanges } from './live/changes'
import { readOption, type Settings } from './options'
import type { Quirks } from './quirks'
import { createQuotaBook, type QuotaBook } from './quotas/quota-book'
import { createRandom, type Random } from './random'
import { createTokenRegistry, type TokenRegistry } from './tokens/token-registry'

/** Everything the emulator remembers; each of it is bounded. */
export interface Stores {
  clock: Clock
  random: Random
  tokens: TokenRegistry
  quotas: QuotaBook
  accounts: Accounts
  testUser: TestUser
  phoneCodes: CodeStore<PhoneUser>
  loginCodes: CodeStore<LoginUser>
  faults: FaultList
  /** Read anew with each answer: it can be changed. */
  quirks: Required<Quirks>
  requestLog: RequestLog
  changes: Changes<RequestEntry>
}

export function createStores(settings: Settings): Stores {
  const { appId, log } = settings
  const clock = createClock(settings.now)
  const random = createRandom(settings.createBytes)
  const tokens = createTokenRegistry(clock, random)
  const quotas = createQuotaBook(clock, settings.quotas)
  const changes = createChanges<RequestEntry>()
  return {
    clock,
    random,
    tokens,
    quotas,
    accounts: createAccounts(settings.accounts, { tokens, clock, quotas }),
    testUser: readOption('testUser', () => createTestUser(appId, settings.testUser)),
    phoneCodes: createCodeStore(clock, log),
    loginCodes: createCodeStore(clock, log),
    faults: createFaultList(),
    quirks: { ...settings.quirks },
    requestLog: createRequestLog(clock, changes),
    changes,
  }
}

/** As if newly started. */
export function resetStores(stores: Stores, { quirks }: Settings): void {
  stores.clock.reset()
  stores.random.reset()
  stores.tokens.clear()
  stores.quotas.reset()
  stores.accounts.reset()
  stores.testUser.reset()
  stores.phoneCodes.clear()
  stores.loginCodes.clear()
  stores.faults.clear()
  Object.assign(stores.quirks, quirks)
  stores.requestLog.clear()
  stores.changes.restart()
}
