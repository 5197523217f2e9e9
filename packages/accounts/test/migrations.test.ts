import { createHash } from 'node:crypto'
import { statSync } from 'node:fs'
import { expect, test } from 'vitest'
import { openAccounts } from '../src/index'
import {
  ANA,
  APP_ID,
  BEN,
  DAY_MS,
  type DatabaseServer,
  findSilently,
  NUMBER,
  onBothDatabases,
  onSqlite,
  open,
  OTHER_NUMBER,
  phoneEvent,
} from './setup'

const NOW = Date.parse('2026-11-22T06:00:00Z')
const TOKEN = 'ana'.padEnd(43, '-')

/** What `examples/sign-in` of 0.1.0 made, with a table of the business's own that refers to it. */
function exampleTables(): string {
  const time = (daysAgo: number) => new Date(NOW - daysAgo * DAY_MS).toISOString()
  const hash = createHash('sha256').update(TOKEN).digest('base64url')
  return `
    create table accounts (id text primary key, country_code text not null, number text not null,
      created_at timestamptz not null, constraint accounts_number unique (country_code, number));
    create table wechat_users (openid text primary key, account_id text references accounts (id));
    create table sessions (exchange_id text primary key, account_id text not null references accounts (id),
      token_hash text not null unique, expires_at timestamptz not null);
    create index sessions_of_account on sessions (account_id);
    create table orders (id text primary key, account_id text not null references accounts (id));
    insert into accounts values ('ana', '86', '13800138000', '${time(200)}');
    insert into accounts values ('ben', '86', '13900139000', '${time(200)}');
    insert into wechat_users values ('${ANA}', 'ana'), ('oNobody', null);
    insert into sessions values ('exchange-ana', 'ana', '${hash}', '${time(-20)}');
    insert into sessions values ('exchange-ben', 'ben', 'ben', '${time(70)}');
    insert into orders values ('order-1', 'ana');`
}

async function createExample({ newDatabase, query }: DatabaseServer): Promise<string> {
  const url = await newDatabase()
  await query(url, exampleTables())
  return url
}

onBothDatabases((server) => {
  const { newDatabase, query } = server

  test('people, openids and sessions of examples/sign-in are taken over', async () => {
    const url = await createExample(server)
    await using accounts = await open(url)
    const session = await accounts.readSession(TOKEN)
    expect(session).toMatchObject({ account: { id: 'ana', phone: NUMBER } })
    expect(await findSilently(accounts, ANA)).toBe('ana')
    expect(await findSilently(accounts, 'oNobody')).toBeUndefined()
    expect((await accounts.signInWithPhone(phoneEvent({ phone: OTHER_NUMBER }))).isNew).toBe(true)
    expect(await query(url, 'select id, account_id from orders')).toEqual([{ id: 'order-1', account_id: 'ana' }])
    expect(await query(url, 'select app_id, openid from uni_phone_wechat_users')).toEqual([
      { app_id: APP_ID, openid: ANA },
    ])
  })

  test('a number of examples/sign-in is as old as its last session', async () => {
    await using accounts = await open(await createExample(server))
    const ana = await accounts.signInWithPhone(phoneEvent({ openid: BEN }))
    expect(ana).toMatchObject({ account: { id: 'ana' }, newWeChatUser: true })
    const ben = await accounts.signInWithPhone(phoneEvent({ openid: 'oNew', phone: OTHER_NUMBER }))
    expect(ben.isNew).toBe(true)
  })

  test('no number stays in the tables of examples/sign-in', async () => {
    const url = await createExample(server)
    await (await open(url)).close()
    expect(await query(url, 'select number from accounts order by id')).toEqual([{ number: 'ana' }, { number: 'ben' }])
    await expect(query(url, 'select * from sessions')).rejects.toThrow(/sessions/)
    await expect(query(url, 'select * from wechat_users')).rejects.toThrow(/wechat_users/)
  })

  test('tables of a business with the same names are left alone', async () => {
    const url = await newDatabase()
    await query(url, "create table accounts (id text, balance integer); insert into accounts values ('a', 1)")
    await query(url, 'create table sessions (id text)')
    await using accounts = await open(url)
    await accounts.signInWithPhone(phoneEvent())
    expect(await query(url, 'select id, balance from accounts')).toEqual([{ id: 'a', balance: 1 }])
    expect(await query(url, 'select * from sessions')).toEqual([])
  })

  test('a database that is up to date is opened as it is', async () => {
    const url = await newDatabase()
    const signIn = async () => {
      await using accounts = await open(url)
      return await accounts.signInWithPhone(phoneEvent({ openid: ANA }))
    }
    const { token, account } = await signIn()
    const migrations = await query(url, 'select * from uni_phone_migrations')
    await using accounts = await open(url)
    expect(await accounts.readSession(token)).toMatchObject({ account })
    expect(await query(url, 'select * from uni_phone_migrations')).toEqual(migrations)
  })

  test('a database that a newer version has changed is refused and left as it is', async () => {
    const url = await newDatabase()
    await (await open(url)).close()
    await query(url, "insert into uni_phone_migrations values ('999-later', '2030-01-01T00:00:00Z')")
    await expect(open(url)).rejects.toMatchObject({ code: 'database_too_new' })
    expect(await query(url, "select name from uni_phone_migrations where name = '999-later'")).toHaveLength(1)
  })

  test('a migration that fails leaves nothing behind', async () => {
    const url = await createExample(server)
    await query(url, 'create table uni_phone_sessions (id text)')
    await expect(open(url)).rejects.toMatchObject({ code: 'cannot_open' })
    expect(await query(url, 'select id from accounts order by id')).toEqual([{ id: 'ana' }, { id: 'ben' }])
    await query(url, 'drop table uni_phone_sessions')
    await using accounts = await open(url)
    expect(await findSilently(accounts, ANA)).toBe('ana')
  })
})

test('a file that cannot be opened is an error that names the variable', async () => {
  const opening = openAccounts({ url: '/no/such/folder/people.db', appId: APP_ID })
  await expect(opening).rejects.toMatchObject({ code: 'cannot_open', message: expect.stringMatching(/DATABASE_URL/) })
})

onSqlite(({ newDatabase }) => {
  test('the folder of a file is made, readable by the user of the process only', async () => {
    const folder = `${await newDatabase()}-folder`
    await (await open(`${folder}/people.db`)).close()
    expect(statSync(folder).mode & 0o077).toBe(0)
  })

  test('only the user of the process may read the file', async () => {
    const url = await newDatabase()
    await using accounts = await open(url)
    await accounts.signInWithPhone(phoneEvent())
    for (const file of [url, `${url}-wal`]) expect(statSync(file).mode & 0o077).toBe(0)
  })
})
