import { openAccounts } from '@uni-phone/accounts'
import { startPostgres, WITHOUT_POSTGRES } from '@uni-phone/test-support/services'
import { expect, test } from 'vitest'
import { lookAt, SECRETS } from './diagnosed-machine'

const KEY = 'f'.repeat(64)
const ACCOUNT = { NODE_ENV: 'production', WECHAT_APPID: 'wx1234567890abcdef', WECHAT_SECRET: SECRETS.appSecret }

const containing = (text: string): string => expect.stringContaining(text) as string

const askDatabase = async (env: Readonly<Record<string, string>>) => (await lookAt({ env })).of('database')

test('the file of the sandbox is made by the server, not by the diagnosis', async () => {
  expect(await askDatabase({})).toMatchObject([{ status: 'ok', message: { en: containing('will create its tables') } }])
})

test('a file is looked for in the project, whatever its name begins with', async () => {
  const { of } = await lookAt({ env: { DATABASE_URL: 'postgres.db' }, files: { 'postgres.db': 'no database' } })
  expect(of('database')).toMatchObject([{ status: 'failed', message: { en: containing('cannot be opened') } }])
})

test('in production without DATABASE_URL nobody can sign in, which is no fault', async () => {
  expect(await askDatabase(ACCOUNT)).toMatchObject([{ status: 'skipped', message: { zh: containing('DATABASE_URL') } }])
})

test.each(['no/such/folder/accounts.db', `postgres://user:${SECRETS.redisPassword}@127.0.0.1:1/name`])(
  'a database that cannot be opened fails, with what to look at: %s',
  async (url) => {
    expect(await askDatabase({ DATABASE_URL: url })).toMatchObject([
      { status: 'failed', message: { en: containing('cannot be opened') }, advice: { zh: containing('DATABASE_URL') } },
    ])
  },
)

test.skipIf(WITHOUT_POSTGRES)('a PostgreSQL with another key or newer tables fails, and names the cure', async () => {
  await using server = await startPostgres()
  const url = await server.newDatabase()
  expect(await askDatabase({ DATABASE_URL: url })).toMatchObject([
    { status: 'ok', message: { zh: containing('建表') } },
  ])
  await (await openAccounts({ url, appId: ACCOUNT.WECHAT_APPID, encryptionKey: KEY })).close()
  expect(await askDatabase({ DATABASE_URL: url, ACCOUNTS_ENCRYPTION_KEY: KEY })).toMatchObject([
    { status: 'ok', message: { en: containing('phone numbers are encrypted') } },
  ])
  expect(await askDatabase({ DATABASE_URL: url })).toMatchObject([
    { status: 'failed', advice: { en: containing('ACCOUNTS_ENCRYPTION_KEY') } },
  ])
})
