import { shallowRef } from 'vue'
import {
  ApiError,
  type ApiRequest,
  type Clock,
  type HttpClient,
  isJsonObject,
  type PhoneNumberResponse,
  systemClock,
} from '../phone-number'
import {
  type Account,
  ACCOUNT_PATH,
  readToken,
  type SessionApi,
  SESSIONS_PATH,
  toAccount,
  toHeaders,
} from './session-api'
import type { SessionStore } from './session-store'

/** `isStale`: the server could not be asked, so this is the last state known. */
export type AccountState =
  /** `isReturning`: the phone has a token, so that the user is signed in unless the server says otherwise. */
  | { readonly status: 'unknown'; readonly isReturning: boolean }
  /** `isSignedOut`: the user signed out, so that only a tap signs in again. */
  | { readonly status: 'guest'; readonly isSignedOut: boolean; readonly isStale: boolean }
  /** `account` is undefined until `load` was called. */
  | { readonly status: 'signed_in'; readonly account: Account | undefined; readonly isStale: boolean }

export interface AccountOptions {
  readonly send: HttpClient
  readonly api: SessionApi
  readonly store: SessionStore
  readonly getLoginCode: () => Promise<string | undefined>
  readonly clock?: Clock
}

/** Time after which the user need not wait for the silent sign-in any longer. */
const SILENT_MS = 3_000
/** Delay before the only retry of a silent sign-in. */
const RETRY_MS = 800

/**
 * Owns the state of the account. Signs in silently, with a login code and without a phone code, unless the user signed
 * out. The token is in the store and in nothing else.
 */
export function createAccount({ send, api, store, getLoginCode, clock = systemClock }: AccountOptions) {
  const unknown = (): AccountState => ({ status: 'unknown', isReturning: store.token() !== undefined })
  const state = shallowRef(unknown())
  let running: Promise<ApiError | undefined> | undefined

  const listeners = new Set<(before: AccountState) => void>()

  function set(next: AccountState): void {
    const before = state.value
    state.value = next
    for (const listener of listeners) listener(before)
  }

  function become(status: 'guest' | 'signed_in', isStale = false, account?: Account): void {
    set(status === 'guest' ? { status, isSignedOut: store.isSignedOut(), isStale } : { status, account, isStale })
  }

  /** Asks the server who the user is, at most once at a time. Returns the error of a sign-in that failed. */
  function check(): Promise<ApiError | undefined> {
    if (running !== undefined) return running
    const cancel = clock.after(SILENT_MS, () => {
      if (state.value.status === 'unknown') become('guest', true)
    })
    running = verify().then((error) => {
      cancel()
      running = undefined
      return error
    })
    return running
  }

  async function verify(): Promise<ApiError | undefined> {
    const token = store.token()
    if (token !== undefined && !(await isEnded(token))) return undefined
    if (store.isSignedOut()) become('guest')
    else return signInSilently()
  }

  async function isEnded(token: string): Promise<boolean> {
    try {
      become('signed_in', false, await api.read(token))
      return false
    } catch (error) {
      const failure = toApiError(error)
      if (failure.code === 'signed_out' || failure.code === 'not_found') store.forget(token)
      else if (isAway(failure)) become('signed_in', true, knownAccount())
      else become('guest')
      return store.token() === undefined
    }
  }

  async function signInSilently(isRetry = false): Promise<ApiError | undefined> {
    const loginCode = await getLoginCode()
    try {
      if (loginCode !== undefined) store.save(await api.signIn(loginCode))
      become(loginCode === undefined ? 'guest' : 'signed_in')
    } catch (error) {
      const failure = toApiError(error)
      if (isAway(failure) && !isRetry) {
        await new Promise<void>((resolve) => void clock.after(RETRY_MS, resolve))
        return signInSilently(true)
      }
      become('guest', isAway(failure))
      return failure
    }
  }

  function knownAccount(): Account | undefined {
    return state.value.status === 'signed_in' ? state.value.account : undefined
  }

  /** Signs in by the user's own tap: first with a login code, which costs nothing. */
  async function signIn(): Promise<ApiError | undefined> {
    await running
    if (store.isSignedOut()) store.forget()
    return check()
  }

  /**
   * Sends a request of a signed-in user. If the session has ended, it signs in again silently, and sends the request once
   * more. Rejects with an `ApiError`; `signed_out` if the user has to sign in.
   */
  async function request(options: ApiRequest, isRetry = false): Promise<unknown> {
    await running
    const token = store.token()
    try {
      return await sendWith(token, options)
    } catch (error) {
      if (toApiError(error).code !== 'signed_out') throw error
      if (token !== undefined) store.forget(token)
      if (isRetry) {
        become('guest')
        throw error
      }
      if (store.token() === undefined) await check()
      return request(options, true)
    }
  }

  function sendWith(token: string | undefined, options: ApiRequest): Promise<unknown> {
    if (token === undefined) return Promise.reject(new ApiError({ code: 'signed_out', status: 401, retryable: false }))
    return send({ ...options, headers: { ...options.headers, ...toHeaders(token) } })
  }

  function forgetUser(): void {
    store.signOut()
    become('guest')
  }

  /** Signs out on this phone. It does not wait for the server: without the token nobody can use the session. */
  function signOut(): void {
    const token = store.token()
    forgetUser()
    if (token !== undefined) api.end(token).catch(() => undefined)
  }

  async function remove(path: string): Promise<void> {
    await request({ method: 'DELETE', path })
    forgetUser()
  }

  return {
    state,
    /** Calls `listener` with the state before each change. Returns a function that ends it. */
    subscribe: (listener: (before: AccountState) => void) => {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
    /** Call it when the app is shown: asks the server unless the state is known. */
    refresh: (): void => {
      if (state.value.status !== 'unknown' && !state.value.isStale) return
      if (state.value.status === 'guest') set(unknown())
      void check()
    },
    /** Loads the account's number for a page that shows it. */
    load: async (): Promise<void> => {
      if (state.value.status === 'signed_in' && (state.value.account === undefined || state.value.isStale))
        await check()
    },
    signIn,
    request: (options: ApiRequest): Promise<unknown> => request(options),
    signOut,
    signOutEverywhere: () => remove(SESSIONS_PATH),
    /** Deletes the account on the server. */
    close: () => remove(ACCOUNT_PATH),
    /** Takes the session out of the answer of an exchange, and returns the business's data for the pages. */
    accept: (answer: PhoneNumberResponse): unknown => {
      const token = readToken(answer.data)
      if (token === undefined || !isJsonObject(answer.data)) return answer.data
      store.save(token)
      become('signed_in', false, toAccount(answer.countryCode, answer.purePhoneNumber))
      return answer.data.business
    },
    // #ifdef SANDBOX
    /** Starts as another WeChat user. */
    restart: (): Promise<unknown> => {
      store.forget()
      set(unknown())
      return check()
    },
    /** Ends the session on the server, and tells nobody. */
    endSession: async (): Promise<void> => {
      const token = store.token()
      if (token !== undefined) await api.end(token)
    },
    // #endif
  }
}

/**
 * True if nobody has said who the user is: no answer, too many requests, or a fault behind the server. A new login code
 * may help even where the error is not retryable. An answer that makes no sense is none of a server with accounts.
 */
function isAway({ status }: ApiError): boolean {
  return status === 0 || status >= 429
}

function toApiError(error: unknown): ApiError {
  return error instanceof ApiError ? error : new ApiError({ code: 'internal', status: 0, retryable: false }, error)
}
