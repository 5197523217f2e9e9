import { createAccounts, createQuotaBook, createTokenRegistry } from '../accounts/index'
import { createCodeStore, createEncryptedDataStore, createUsers, type LoginUser, type PhoneUser } from '../codes/index'
import { createChanges, createClock, createRandom } from '../core/index'
import { createFaultList, createWeather } from '../faults/index'
import { createRequestLog, type RequestEntry } from '../wire/index'
import { readOption, type Settings } from './options'

export type Stores = ReturnType<typeof createStores>

/** Creates everything the emulator remembers; each store is bounded. */
export function createStores({ appId, log, ...settings }: Settings) {
  const clock = createClock(settings.now)
  const random = createRandom(() => settings.createBytes(''), settings.isSeeded)
  // apart, so that the weather does not change the codes of a seed
  const chance = createRandom(() => settings.createBytes(' weather'), settings.isSeeded)
  const tokens = createTokenRegistry(clock, random)
  const quotas = createQuotaBook(clock, settings.quotas)
  const changes = createChanges<RequestEntry>()
  const faults = createFaultList()
  for (const order of settings.faults) faults.add(order)
  return {
    clock,
    random,
    tokens,
    quotas,
    accounts: createAccounts(settings.accounts, quotas),
    users: createUsers(appId, { testUser: settings.testUser, users: settings.users }),
    phoneCodes: createCodeStore<PhoneUser>(clock, log),
    loginCodes: createCodeStore<LoginUser>(clock, log),
    encryptedData: createEncryptedDataStore(),
    faults,
    weather: readOption('weather', () => createWeather(chance, settings.weather)),
    /** Read again for each answer: it can change. */
    quirks: { ...settings.quirks },
    requestLog: createRequestLog(clock, changes),
    changes,
  }
}
