export { withAccounts } from './app'
export { type Database, DatabaseError, openDatabase } from './database'
export { createSignIn, type SignInOptions } from './sign-in'
export type { Tables } from './tables'
