import type { Account, Accounts, TokenRegistry } from '../accounts/index'
import { type Fields, isFields } from '../core/index'
import type { ApiCall } from '../wire/index'

interface Credentials {
  readonly appid: string
  readonly secret: string
  /** Errcode for whatever else is missing or wrong in the request. */
  readonly errcode: number | undefined
}

/**
 * Returns the account, or an errcode. Missing credentials come first: a request with all its parameters in a body is
 * known to get 41002. The order of the other checks is unverified.
 */
export function authenticate(accounts: Accounts, { appid, secret, errcode }: Credentials): Account | number {
  if (appid === '') return 41002
  if (secret === '') return 41004
  if (errcode !== undefined) return errcode
  const account = accounts.find(appid)
  if (account === undefined) return 40013
  return account.secret === secret ? account : 40125
}

export function grantTypeErrcode(grantType: unknown): number | undefined {
  return grantType === 'client_credential' ? undefined : 40002
}

/** Returns the errcode that denies an account a token even with the right secret. The order of the checks is unverified. */
export function accessErrcode({ secretFrozen, ipAllowList }: Account, address: string): number | undefined {
  if (secretFrozen) return 40243
  return ipAllowList === null || ipAllowList.includes(address) ? undefined : 40164
}

/** Reads the access token of a query. Clients send it alone, and then the query need not be parsed: this is the hot path. */
function readAccessToken(query: string): string {
  const [, token] = /^access_token=([\w-]*)$/.exec(query) ?? []
  return token ?? new URLSearchParams(query).get('access_token') ?? ''
}

/** Returns the AppID of the access token, or an errcode. */
export function authorize(tokens: TokenRegistry, call: ApiCall): string | number {
  const owner = tokens.check(readAccessToken(call.query))
  return 'errcode' in owner ? owner.errcode : owner.appid
}

/** Returns the object in a POST, or an errcode. Unverified: that WeChat ignores the request's content type. */
export function readJsonBody(call: ApiCall): Fields | 43002 | 44002 | 47001 {
  if (call.method !== 'POST') return 43002
  if (call.body === '') return 44002
  try {
    const value: unknown = JSON.parse(call.body)
    return isFields(value) ? value : 47001
  } catch {
    return 47001
  }
}
