export {
  type AccessToken,
  createTokenRegistry,
  type TokenDump,
  type TokenRegistry,
  type TokenState,
} from './access-tokens'
export {
  type Account,
  type AccountSettings,
  type AccountState,
  type Accounts,
  createAccounts,
  readNewAccount,
} from './accounts'
export { issueClassic, issueStable } from './token-issuers'
export {
  createQuotaBook,
  DEFAULT_QUOTAS,
  type QuotaBook,
  type QuotaDump,
  type QuotaLimits,
  type Quotas,
  readQuotas,
} from './quotas'
