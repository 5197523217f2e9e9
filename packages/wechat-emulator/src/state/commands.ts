import type { RecordedRequest } from './api/request-log'
import { createCodeUserReader } from './codes/code-user'
import { createPhoneEncryption, type EncryptedPhoneNumber } from './codes/encrypted-phone-number'
import type { Settings } from './options'
import { readQuirks } from './quirks'
import { createState, type EmulatorState } from './state'
import { resetStores, type Stores } from './stores'

/** A code as `getphonenumber` or `wx.login` would give it. */
export interface IssuedCode {
  code: string
  /** When it dies, in milliseconds on the emulator's clock: five minutes after it was made. */
  expiresAt: number
}

/** What can be done to an emulator, in process or over HTTP: what is given is checked here, for both. */
export interface Commands {
  createPhoneCode: (user?: unknown) => IssuedCode
  createLoginCode: (user?: unknown) => IssuedCode
  createEncryptedPhoneNumber: (user: unknown) => EncryptedPhoneNumber
  setTestUser: (user: unknown) => void
  setAccount: (account: unknown) => void
  setQuotas: (quotas: unknown) => void
  setQuirks: (quirks: unknown) => void
  addFault: (order: unknown) => { id: string }
  clearFaults: () => void
  revokeTokens: (which?: unknown) => void
  advance: (ms: number) => void
  reset: () => void
  requests: () => RecordedRequest[]
  state: () => EmulatorState
}

export function createCommands(stores: Stores, settings: Settings): Commands {
  const noted = <Args extends unknown[], Result>(command: (...args: Args) => Result) => {
    return (...args: Args) => {
      const result = command(...args)
      stores.changes.note()
      return result
    }
  }
  const codes = createCodeCommands(stores, settings.appId)
  return {
    createPhoneCode: noted(codes.createPhoneCode),
    createLoginCode: noted(codes.createLoginCode),
    createEncryptedPhoneNumber: createPhoneEncryption(stores),
    setTestUser: noted(stores.testUser.set),
    setAccount: noted(stores.accounts.set),
    setQuotas: noted(stores.quotas.set),
    setQuirks: noted((quirks: unknown) => {
      Object.assign(stores.quirks, readQuirks(quirks))
    }),
    addFault: noted(stores.faults.add),
    clearFaults: noted(stores.faults.clear),
    revokeTokens: noted(stores.tokens.revoke),
    advance: noted(stores.clock.advance),
    reset: () => {
      resetStores(stores, settings)
    },
    requests: stores.requestLog.list,
    state: createState(stores, settings.appId),
  }
}

function createCodeCommands(
  { random, phoneCodes, loginCodes, testUser }: Stores,
  appId: string,
): Pick<Commands, 'createPhoneCode' | 'createLoginCode'> {
  const { readPhoneUser, readLoginUser } = createCodeUserReader(testUser, appId)
  return {
    createPhoneCode(given) {
      const { appid, ...user } = readPhoneUser(given)
      const { code, expiresAt } = phoneCodes.add(random.phoneCode(), appid, user)
      return { code, expiresAt }
    },
    createLoginCode(given) {
      const { appid, ...user } = readLoginUser(given)
      const { code, expiresAt } = loginCodes.add(random.loginCode(), appid, {
        ...user,
        sessionKey: random.sessionKey(),
      })
      return { code, expiresAt }
    },
  }
}
