import type { Account, Accounts } from '../accounts/accounts'

export interface Claim {
  appid: string
  secret: string
  /** The errcode for what else is missing or wrong in the request, if anything is. */
  complaint: number | undefined
}

/**
 * The account, or the errcode. Missing credentials are named first: a request whose parameters were all sent in a body
 * is known to get 41002. The order of the rest is unverified.
 */
export function authenticate(accounts: Accounts, { appid, secret, complaint }: Claim): Account | number {
  if (appid === '') return 41002
  if (secret === '') return 41004
  if (complaint !== undefined) return complaint
  const account = accounts.find(appid)
  if (account === undefined) return 40013
  return account.secret === secret ? account : 40125
}

export function grantComplaint(grantType: unknown): number | undefined {
  return grantType === 'client_credential' ? undefined : 40002
}

/** What keeps an account from a token even with the right secret. In which order it is looked at is unverified. */
export function admissionComplaint({ secretFrozen, ipAllowList }: Account, address: string): number | undefined {
  if (secretFrozen) return 40243
  return ipAllowList === null || ipAllowList.includes(address) ? undefined : 40164
}
