export { type DatabaseState, inspectDatabase, type InspectOptions } from './inspect'
export { type AccountsLog, type Database, openDatabase } from './open-database'
export { toTime, type Connection, type Work } from './schema'
