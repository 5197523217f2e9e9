import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { inspect } from 'node:util'
import { expect, test } from 'vitest'
import { openAccounts } from '../src/index'
import {
  ANA,
  APP_ID,
  DAY_MS,
  findSilently,
  NUMBER,
  onBothDatabases,
  onSqlite,
  open,
  OTHER_NUMBER,
  phoneEvent,
} from './setup'

const KEY = randomBytes(32).toString('base64')
const TABLES = [
  'uni_phone_accounts',
  'uni_phone_wechat_users',
  'uni_phone_sessions',
  'uni_phone_closed_accounts',
  'uni_phone_encryption',
  'uni_phone_migrations',
]

onBothDatabases(({ newDatabase, query }) => {
  const dump = async (url: string) => {
    const tables = await Promise.all(TABLES.map((table) => query(url, `select * from ${table}`)))
    return JSON.stringify(tables)
  }

  test('whoever steals the database finds no token, and with a key no number', async () => {
    const url = await newDatabase()
    await using accounts = await open(url, { encryptionKey: KEY })
    const { token } = await accounts.signInWithPhone(phoneEvent({ openid: ANA }))
    await accounts.changePhone(token, phoneEvent({ phone: OTHER_NUMBER }))
    const stolen = await dump(url)
    expect(stolen).toContain(ANA)
    for (const secret of [token, NUMBER.purePhoneNumber, OTHER_NUMBER.purePhoneNumber, KEY])
      expect(stolen).not.toContain(secret)
    for (const [hash] of stolen.matchAll(/[\w-]{43}/g)) expect(await accounts.readSession(hash)).toBeUndefined()
  })

  test('without a key a number stands in clear', async () => {
    const url = await newDatabase()
    await using accounts = await open(url)
    await accounts.signInWithPhone(phoneEvent())
    expect(await dump(url)).toContain('86 13800138000')
  })

  test('encrypted numbers are found, shown, changed and recycled as those in clear', async () => {
    await using accounts = await open(await newDatabase(), { encryptionKey: KEY })
    const { account, token } = await accounts.signInWithPhone(phoneEvent({ openid: ANA }))
    expect((await accounts.signInWithPhone(phoneEvent())).account.id).toBe(account.id)
    expect(await accounts.readSession(token)).toMatchObject({ account: { phone: NUMBER } })
    await accounts.changePhone(token, phoneEvent({ phone: OTHER_NUMBER }))
    expect((await accounts.signInWithPhone(phoneEvent({ phone: OTHER_NUMBER }))).account.id).toBe(account.id)
    accounts.advance(91 * DAY_MS)
    expect((await accounts.signInWithPhone(phoneEvent({ phone: OTHER_NUMBER }))).isNew).toBe(true)
  })

  test('a number that is copied to another account by hand cannot be read there', async () => {
    const url = await newDatabase()
    await using accounts = await open(url, { encryptionKey: KEY })
    const { token, account } = await accounts.signInWithPhone(phoneEvent())
    const { account: other } = await accounts.signInWithPhone(phoneEvent({ phone: OTHER_NUMBER }))
    const copy = `select phone from uni_phone_accounts where id = '${other.id}'`
    await query(url, `update uni_phone_accounts set phone = (${copy}) where id = '${account.id}'`)
    await expect(accounts.readSession(token)).rejects.toMatchObject({ code: 'wrong_encryption_key' })
  })

  test('a key that comes later encrypts the numbers that are there', async () => {
    const url = await newDatabase()
    const inClear = await open(url)
    const { account, token } = await inClear.signInWithPhone(phoneEvent({ openid: ANA }))
    await using accounts = await open(url, { encryptionKey: KEY })
    expect(await dump(url)).not.toContain(NUMBER.purePhoneNumber)
    expect((await accounts.signInWithPhone(phoneEvent())).account.id).toBe(account.id)
    // an instance without the key can neither write a number in clear nor misread one
    await expect(inClear.signInWithPhone(phoneEvent())).rejects.toMatchObject({ code: 'database_failed' })
    await expect(inClear.readSession(token)).rejects.toMatchObject({ code: 'wrong_encryption_key' })
    await inClear.close()
    expect(await findSilently(accounts, ANA)).toBe(account.id)
  })

  test('another key, or none, is refused at once and changes nothing', async () => {
    const url = await newDatabase()
    await (await open(url, { encryptionKey: KEY })).close()
    const another = randomBytes(32).toString('hex')
    for (const encryptionKey of [another, undefined])
      await expect(open(url, { encryptionKey })).rejects.toMatchObject({ code: 'wrong_encryption_key' })
    await (await open(url, { encryptionKey: KEY })).close()
  })

  test('no error holds an address, a number or a token', async () => {
    const url = await newDatabase()
    await using accounts = await open(url)
    const { token } = await accounts.signInWithPhone(phoneEvent())
    await accounts.signInWithPhone(phoneEvent({ phone: OTHER_NUMBER }))
    const [taken] = await Promise.allSettled([accounts.changePhone(token, phoneEvent({ phone: OTHER_NUMBER }))])
    await query(url, 'alter table uni_phone_sessions rename to away')
    const failures = [accounts.readSession(token), accounts.signInWithPhone(phoneEvent())]
    const text = inspect([taken, ...(await Promise.allSettled(failures))], { depth: 9, showHidden: true })
    expect(text).toContain('phone_number_taken')
    expect(text).toContain('database_failed')
    for (const secret of [token, NUMBER.purePhoneNumber, OTHER_NUMBER.purePhoneNumber, url])
      expect(text).not.toContain(secret)
  })
})

onSqlite(({ newDatabase }) => {
  test('no number is left in the file after encryption, or after an account closed', async () => {
    const url = await newDatabase()
    const inClear = await open(url)
    await inClear.signInWithPhone(phoneEvent())
    const closed = await inClear.signInWithPhone(phoneEvent({ phone: OTHER_NUMBER }))
    await inClear.closeAccount(closed.token)
    await inClear.close()
    expect(readFileSync(url, 'latin1')).not.toContain(OTHER_NUMBER.purePhoneNumber)
    expect(readFileSync(url, 'latin1')).toContain(NUMBER.purePhoneNumber)
    await (await open(url, { encryptionKey: KEY })).close()
    expect(readFileSync(url, 'latin1')).not.toContain(NUMBER.purePhoneNumber)
  })
})

test('a key that is none is a programmer’s mistake', async () => {
  for (const encryptionKey of ['', 'secret', randomBytes(31).toString('base64')])
    await expect(openAccounts({ url: 'never.db', appId: APP_ID, encryptionKey })).rejects.toThrow(TypeError)
})

test('a password is not in the error of a database that is away', async () => {
  const url = 'postgres://app:a-password@127.0.0.1:1/app'
  const error: unknown = await openAccounts({ url, appId: APP_ID, timeoutMs: 50 }).catch((reason: unknown) => reason)
  expect(error).toMatchObject({ code: 'cannot_open', databaseCode: 'ECONNREFUSED' })
  expect(inspect(error, { depth: 9, showHidden: true })).not.toContain('a-password')
})
