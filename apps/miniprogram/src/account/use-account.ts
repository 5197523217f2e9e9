import { inject, type InjectionKey } from 'vue'
import { openPage } from '../navigation'
import { createHttpClient, createLoginCode } from '../phone-number'
import { createAccount } from './account'
import { createSessionApi } from './session-api'
import { createSessionStore } from './session-store'

interface AccountSettings {
  /** Address of the API without a trailing slash; undefined if none is configured. */
  readonly baseUrl: string | undefined
  /** Replaces `uni.login`, for a phone without WeChat. */
  readonly login?: () => Promise<string | undefined>
}

const SIGN_IN_PAGE = '/pages/phone/phone?from=guard'

/** Creates the app's only account; provide it by `accountKey`. */
export function openAccount({ baseUrl, login }: AccountSettings) {
  const send = createHttpClient({ baseUrl: baseUrl ?? '' })
  const loginCode = createLoginCode({ login })
  const account = createAccount({
    send,
    api: createSessionApi(send),
    store: createSessionStore(),
    getLoginCode() {
      if (baseUrl === undefined) return Promise.resolve(undefined)
      loginCode.prepare()
      loginCode.pause()
      return loginCode.consume()
    },
  })
  let closeSignIn: () => void = () => undefined

  async function stateKnown(): Promise<void> {
    account.refresh()
    if (account.state.value.status !== 'unknown') return
    await new Promise<void>((resolve) => {
      const unsubscribe = account.subscribe(() => {
        unsubscribe()
        resolve()
      })
    })
  }

  async function requireAccount(): Promise<boolean> {
    await stateKnown()
    if (account.state.value.status !== 'signed_in') {
      closeSignIn()
      const isClosed = new Promise<void>((resolve) => (closeSignIn = resolve))
      openPage(SIGN_IN_PAGE)
      await isClosed
    }
    return account.state.value.status === 'signed_in'
  }

  return {
    ...account,
    /**
     * Sends a guest to the sign-in page, from which they come back to the page that called it. Resolves with true once
     * the user is signed in, and with false if they left without.
     */
    requireAccount,
    /** Call it when the sign-in page is closed. */
    closeSignIn: () => {
      closeSignIn()
    },
  }
}

export type AppAccount = ReturnType<typeof openAccount>

export const accountKey: InjectionKey<AppAccount> = Symbol('account')

/**
 * Returns the app's account: its `state`, `request()` for the owner's own routes, and `requireAccount()` for pages that
 * need a signed-in user.
 */
export function useAccount(): AppAccount {
  const account = inject(accountKey)
  if (account === undefined) throw new TypeError('provide the account first: see main.ts')
  return account
}
