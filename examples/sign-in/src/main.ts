import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { type Extension, type Log, runServer, withEnvFile } from '@uni-phone/server'
import { withAccounts } from './app'
import { openDatabase } from './database'
import { startSandbox } from './sandbox-emulator'
import { createSignIn } from './sign-in'

const FILE = fileURLToPath(new URL('../sign-in.db', import.meta.url))
const ROOT = fileURLToPath(new URL('../../..', import.meta.url))

const environment = withEnvFile(process.env, ROOT)
const emulator = await startSandbox(environment)

async function openExtension(log: Log): Promise<Extension> {
  const database = await openDatabase(environment.DATABASE_URL || FILE, log)
  return {
    onPhoneNumber: createSignIn({ database }),
    wrapApp: (app) => withAccounts(app, { database, log }),
    async close() {
      await database.destroy()
      await emulator?.close()
    },
  }
}

await runServer({ ...environment, ...(emulator && { WECHAT_API_BASE_URL: emulator.url }) }, openExtension)
