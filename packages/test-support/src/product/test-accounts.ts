import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type AccountsOptions, openAccounts } from '@uni-phone/accounts'
import Sqlite from 'libsql'
import { SANDBOX_APP_ID } from '@uni-phone/wechat-emulator'

/** Accounts in a SQLite file of their own, for the emulator's mini program; pass them to `startStack`. */
export async function openTestAccounts(options: Partial<AccountsOptions> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'uni-phone-accounts-'))
  const file = join(folder, 'accounts.db')
  const accounts = await openAccounts({ url: file, appId: SANDBOX_APP_ID, timeoutMs: 10_000, ...options })
  return {
    accounts,
    file,
    /** Holds the lock for writing, as a backup or another process does. Returns a function that lets it go. */
    lock(): () => void {
      const holder = new Sqlite(file)
      holder.exec('begin immediate')
      return () => {
        holder.exec('rollback')
        holder.close()
      }
    },
    async [Symbol.asyncDispose]() {
      await accounts.close()
      rmSync(folder, { recursive: true })
    },
  }
}
