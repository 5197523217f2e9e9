import { createAccounts, createQuotaBook, createTokenRegistry } from '../accounts/index'
import { createCodeStore, createTestUser, type LoginUser, type PhoneUser } from '../codes/index'
import { createChanges, createClock, createRandom } from '../core/index'
import { createFaultList } from '../faults/index'
import { createRequestLog, type RequestEntry } from '../wire/index'
import { readOption, type Settings } from './options'

export type Stores = ReturnType<typeof createStores>

/** Creates everything the emulator remembers; each store is bounded. */
export function createStores({ appId, log, ...settings }: Settings) {
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
    phoneCodes: createCodeStore<PhoneUser>(clock, log),
    loginCodes: createCodeStore<LoginUser>(clock, log),
    faults: createFaultList(),
    /** Read again for each answer: it can change. */
    quirks: { ...settings.quirks },
    requestLog: createRequestLog(clock, changes),
    changes,
  }
}

/** Resets all stores to what they were at the start. */
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
