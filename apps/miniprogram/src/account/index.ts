export type { AccountState } from './account'
export { accountKey, type AppAccount, openAccount, useAccount } from './use-account'
