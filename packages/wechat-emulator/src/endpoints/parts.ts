import type { Accounts, QuotaBook, TokenRegistry } from '../accounts/index'
import type { CodeStore, EncryptedDataStore, LoginUser, PhoneUser } from '../codes/index'
import type { Clock, Random } from '../core/index'
import type { Quirks, Refuse, RequestLog } from '../wire/index'

/** Stores that the endpoints read and change. */
export interface EndpointStores {
  readonly clock: Clock
  readonly random: Random
  readonly accounts: Accounts
  readonly tokens: TokenRegistry
  readonly quotas: QuotaBook
  readonly phoneCodes: CodeStore<PhoneUser>
  readonly loginCodes: CodeStore<LoginUser>
  readonly encryptedData: EncryptedDataStore
  readonly quirks: Required<Quirks>
  readonly requestLog: RequestLog
}

export interface Parts extends EndpointStores {
  readonly refuse: Refuse
}
