export { type AccountsLog, type Database, type DatabaseOptions, openDatabase } from './open-database'
export { toTime, type Connection, type Work } from './schema'
