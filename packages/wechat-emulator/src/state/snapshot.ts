import type { Stores } from './stores'

/** Everything the emulator holds, unmasked: codes and tokens work again in the emulator that it is restored in. */
export type Snapshot = ReturnType<typeof takeSnapshot>

export function takeSnapshot(stores: Stores) {
  return structuredClone({
    version: 1 as const,
    clockOffsetMs: stores.clock.offsetMs(),
    random: stores.random.position(),
    tokens: stores.tokens.dump(),
    quotas: stores.quotas.dump(),
    accounts: stores.accounts.dump(),
    users: stores.users.dump(),
    phoneCodes: stores.phoneCodes.dump(),
    loginCodes: stores.loginCodes.dump(),
    encryptedData: stores.encryptedData.dump(),
    faults: stores.faults.dump(),
    weather: stores.weather.dump(),
    quirks: { ...stores.quirks },
    requests: stores.requestLog.dump(),
  })
}

export function restoreSnapshot(stores: Stores, snapshot: Snapshot): void {
  stores.clock.restore(snapshot.clockOffsetMs)
  stores.random.restore(snapshot.random)
  stores.tokens.restore(snapshot.tokens)
  stores.quotas.restore(snapshot.quotas)
  stores.accounts.restore(snapshot.accounts)
  stores.users.restore(snapshot.users)
  stores.phoneCodes.restore(snapshot.phoneCodes)
  stores.loginCodes.restore(snapshot.loginCodes)
  stores.encryptedData.restore(snapshot.encryptedData)
  stores.faults.restore(snapshot.faults)
  stores.weather.restore(snapshot.weather)
  Object.assign(stores.quirks, snapshot.quirks)
  stores.requestLog.restore(snapshot.requests)
  stores.changes.restart()
}
