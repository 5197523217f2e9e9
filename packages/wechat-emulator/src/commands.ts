import type { RecordedRequest } from './api/request-log'
import { readLoginUser, readPhoneUser, testUserOf } from './codes/test-user'
import type { Settings } from './options'
import type { EmulatorState } from './state'
import { createState } from './state'
import type { Stores } from './stores'
import { resetStores } from './stores'

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
  addFault: (order: unknown) => { id: string }
  clearFaults: () => void
  revokeTokens: () => void
  advance: (ms: number) => void
  reset: () => void
  requests: () => RecordedRequest[]
  state: () => EmulatorState
}

export function createCommands(stores: Stores, { appId }: Settings): Commands {
  return {
    ...createCodeCommands(stores, appId),
    addFault: stores.faults.add,
    clearFaults: stores.faults.clear,
    revokeTokens: stores.tokens.revokeAll,
    advance: stores.clock.advance,
    reset: () => {
      resetStores(stores)
    },
    requests: stores.requestLog.list,
    state: createState({ ...stores, appId }),
  }
}

function createCodeCommands({ random, phoneCodes, loginCodes }: Stores, appId: string) {
  const own = testUserOf(appId)
  return {
    createPhoneCode(given?: unknown): IssuedCode {
      const { appid, ...user } = readPhoneUser(given, own)
      const { code, expiresAt } = phoneCodes.add(random.phoneCode(), appid, user)
      return { code, expiresAt }
    },
    createLoginCode(given?: unknown): IssuedCode {
      const { appid, ...user } = readLoginUser(given, own)
      const { code, expiresAt } = loginCodes.add(random.loginCode(), appid, {
        ...user,
        sessionKey: random.sessionKey(),
      })
      return { code, expiresAt }
    },
  }
}
