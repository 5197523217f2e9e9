import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { openAccounts } from '@uni-phone/accounts'
import { startPostgres, WITHOUT_POSTGRES } from '@uni-phone/test-support/services'
import { expect, onTestFinished, test } from 'vitest'

const RUNBOOK = readFileSync(new URL('../../docs/runbook.md', import.meta.url), 'utf8')
const [, SECTION = ''] = /^## Accounts: backups(.*?)^## /ms.exec(RUNBOOK) ?? []
const COMMANDS = [...SECTION.matchAll(/```sh[^\n]*\n(.*?)```/gs)].flatMap(([, text = '']) => text.trim().split('\n'))
/** Where the packages of the server are: `require('libsql')` finds them from here. */
const SERVER = fileURLToPath(new URL('../../packages/accounts/node_modules', import.meta.url))
const PROGRAMS = [process.env.PATH ?? '', '/usr/lib/postgresql/15/bin'].join(delimiter)

function commandsWith(...words: string[]): string[] {
  const found = words.flatMap((word) => COMMANDS.filter((command) => command.includes(word)))
  expect(found).not.toEqual([])
  return found
}

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'uni-phone-backup-'))
  onTestFinished(() => {
    rmSync(folder, { recursive: true })
  })
  return folder
}

function run(commands: readonly string[], cwd: string, url = ''): void {
  const env = { PATH: PROGRAMS, NODE_PATH: SERVER, DATABASE_URL: url }
  for (const command of commands)
    execFileSync('sh', ['-c', command], { cwd, env, stdio: ['ignore', 'ignore', 'inherit'] })
}

function has(program: string): boolean {
  return PROGRAMS.split(delimiter).some((folder) => {
    try {
      execFileSync(join(folder, program), ['--version'], { stdio: 'ignore' })
      return true
    } catch {
      return false
    }
  })
}

const EVENT = { phone: { countryCode: '86', purePhoneNumber: '13800138000' }, openid: 'oAna', openidChecked: true }

/** Signs somebody in, backs up, lets the account be closed, restores: the session is there again. */
async function backUpAndRestore(url: string, steps: { readonly backUp: () => void; readonly restore: () => void }) {
  const open = () => openAccounts({ url, appId: 'wx0000000000000001' })
  const before = await open()
  const { token, account } = await before.signInWithPhone({ ...EVENT, exchangeId: 'exchange-1' })
  steps.backUp()
  expect(await before.closeAccount(token)).toBe(account.id)
  await before.close()
  steps.restore()
  const after = await open()
  expect(await after.readSession(token)).toMatchObject({ account })
  expect((await after.signInSilently({ openid: 'oAna', exchangeId: 'exchange-2' }))?.account.id).toBe(account.id)
  await after.close()
}

test.skipIf(!has('sqlite3'))('a SQLite file that is in use is backed up by sqlite3 and restored', async () => {
  const folder = newFolder()
  await backUpAndRestore(join(folder, 'accounts.db'), {
    backUp: () => {
      run(commandsWith('umask', 'sqlite3'), folder)
    },
    restore: () => {
      run(commandsWith('rm -f', 'cp '), folder)
    },
  })
})

test('a SQLite file that is in use is backed up by Node and restored', async () => {
  const folder = newFolder()
  await backUpAndRestore(join(folder, 'accounts.db'), {
    backUp: () => {
      run(commandsWith('node -e'), folder)
    },
    restore: () => {
      const copy = commandsWith('cp ').map((command) => command.replace('accounts-backup', 'accounts-backup-by-node'))
      run([...commandsWith('rm -f'), ...copy], folder)
    },
  })
})

test.skipIf(WITHOUT_POSTGRES)('PostgreSQL is backed up by pg_dump and restored', async () => {
  await using postgres = await startPostgres()
  const url = await postgres.newDatabase()
  const folder = newFolder()
  await backUpAndRestore(url, {
    backUp: () => {
      run(commandsWith('pg_dump'), folder, url)
    },
    restore: () => {
      run(commandsWith('pg_restore'), folder, url)
    },
  })
})
