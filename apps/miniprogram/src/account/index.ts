export type { Account } from './session-api'
export { accountKey, type AppAccount, openAccount, useAccount } from './use-account'
