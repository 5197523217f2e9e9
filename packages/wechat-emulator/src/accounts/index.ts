export { type AccessToken, createTokenRegistry, type TokenRegistry, type TokenState } from './access-tokens'
export {
  type Account,
  type AccountSettings,
  type AccountState,
  type Accounts,
  createAccounts,
  readNewAccount,
} from './accounts'
export {
  createQuotaBook,
  DEFAULT_QUOTAS,
  type QuotaBook,
  type QuotaLimits,
  type Quotas,
  readQuotas,
} from './quotas'
