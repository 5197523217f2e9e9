/** Holds the write lock of a SQLite file until it gets a message. */
import { once } from 'node:events'
import process from 'node:process'
import Sqlite from 'libsql'

const database = new Sqlite(process.argv[2] ?? '')
database.exec('begin immediate')
process.send?.('locked')
await once(process, 'message')
database.exec('commit')
database.close()
process.disconnect()
