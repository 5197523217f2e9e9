import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type AccountsOptions, openAccounts } from '@uni-phone/accounts'
import { SANDBOX_APP_ID } from '@uni-phone/wechat-emulator'

/** Accounts in a SQLite file of their own, for the emulator's mini program; pass them to `startStack`. */
export async function openTestAccounts(options: Partial<AccountsOptions> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'uni-phone-accounts-'))
  const file = join(folder, 'accounts.db')
  const accounts = await openAccounts({ url: file, appId: SANDBOX_APP_ID, timeoutMs: 10_000, ...options })
  return {
    accounts,
    file,
    async [Symbol.asyncDispose]() {
      await accounts.close()
      rmSync(folder, { recursive: true })
    },
  }
}
