import { usePack } from '../accounts/index'
import { createCodeUserReader, createPhoneEncryption } from '../codes/index'
import type { Weather } from '../faults/index'
import { readQuirks } from '../wire/index'
import type { Settings } from './options'
import { createState } from './state'
import { checkSchema } from './schema'
import { restoreSnapshot, type Snapshot, takeSnapshot } from './snapshot'
import type { Stores } from './stores'

/** A code as `getphonenumber` or `wx.login` gives it. */
export interface IssuedCode {
  readonly code: string
  /** End of its life in milliseconds on the emulator's clock: five minutes after it was made. */
  readonly expiresAt: number
}

function createCodeCommands({ clock, random, accounts, phoneCodes, loginCodes, users }: Stores, appId: string) {
  const { readPhoneUser, readLoginUser } = createCodeUserReader(users, appId)
  return {
    createPhoneCode: (given?: unknown): IssuedCode => {
      const { appid, ...user } = readPhoneUser(given)
      usePack(accounts.find(appid), clock)
      const { code, expiresAt } = phoneCodes.add(random.phoneCode(), appid, user)
      return { code, expiresAt }
    },
    createLoginCode: (given?: unknown): IssuedCode => {
      const { appid, ...user } = readLoginUser(given)
      const sessionKey = random.sessionKey()
      const { code, expiresAt } = loginCodes.add(random.loginCode(), appid, { ...user, sessionKey })
      return { code, expiresAt }
    },
  }
}

export type Commands = ReturnType<typeof createCommands>

/** Creates the emulator's functions. They validate what they are given, in process and over HTTP alike. */
export function createCommands(stores: Stores, settings: Settings) {
  const noted = <Args extends unknown[], Result>(command: (...args: Args) => Result) => {
    return (...args: Args) => {
      const result = stores.clock.freeze(() => command(...args))
      stores.changes.note()
      return result
    }
  }
  const codes = createCodeCommands(stores, settings.appId)
  const initial = takeSnapshot(stores)
  return {
    createPhoneCode: noted(codes.createPhoneCode),
    createLoginCode: noted(codes.createLoginCode),
    createEncryptedPhoneNumber: noted(createPhoneEncryption(stores)),
    setTestUser: noted(stores.users.setTestUser),
    setAccount: noted(stores.accounts.set),
    setQuotas: noted(stores.quotas.set),
    setQuirks: noted((quirks: unknown) => {
      Object.assign(stores.quirks, readQuirks(quirks))
    }),
    addFault: noted(stores.faults.add),
    clearFaults: noted(stores.faults.clear),
    setWeather: noted((given: unknown) => {
      checkSchema('world', { weather: given ?? null })
      stores.weather.set(given as Weather)
    }),
    revokeTokens: noted(stores.tokens.revoke),
    advance: noted(stores.clock.advance),
    reset: () => {
      restoreSnapshot(stores, initial)
    },
    snapshot: () => takeSnapshot(stores),
    restore: (given: unknown) => {
      checkSchema('snapshot', given)
      restoreSnapshot(stores, given as Snapshot)
    },
    requests: stores.requestLog.list,
    state: createState(stores, settings.appId),
  }
}
