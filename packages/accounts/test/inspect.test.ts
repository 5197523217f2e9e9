import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { expect, test } from 'vitest'
import { inspectDatabase } from '../src/index'
import { onBothDatabases, onSqlite, open, phoneEvent } from './setup'

const newKey = () => randomBytes(32).toString('hex')

onBothDatabases(({ name, newDatabase, query }) => {
  const kind = name.toLowerCase()

  test('a database without tables is new, and stays so', async () => {
    const url = await newDatabase()
    const state = { kind, tables: 'new', encryption: 'none' }
    expect(await inspectDatabase({ url })).toEqual(state)
    expect(await inspectDatabase({ url })).toEqual(state)
    expect(await inspectDatabase({ url, encryptionKey: newKey() })).toEqual({ ...state, encryption: 'encrypted' })
  })

  test('tables that a server made are current, those before a migration older, those of a later version refused', async () => {
    const url = await newDatabase()
    await using accounts = await open(url)
    await accounts.signInWithPhone(phoneEvent())
    expect(await inspectDatabase({ url })).toEqual({ kind, tables: 'current', encryption: 'none' })
    await query(url, "update uni_phone_migrations set name = '999-later'")
    await expect(inspectDatabase({ url })).rejects.toMatchObject({ code: 'database_too_new' })
    await query(url, 'delete from uni_phone_migrations')
    expect(await inspectDatabase({ url })).toMatchObject({ tables: 'older' })
  })

  test('numbers in clear wait for a new key, and another key than theirs is refused', async () => {
    const [url, encryptionKey] = [await newDatabase(), newKey()]
    await (await open(url)).close()
    expect(await inspectDatabase({ url, encryptionKey })).toMatchObject({ encryption: 'pending' })
    await (await open(url, { encryptionKey })).close()
    expect(await inspectDatabase({ url, encryptionKey })).toMatchObject({ encryption: 'encrypted' })
    await expect(inspectDatabase({ url })).rejects.toMatchObject({ code: 'wrong_encryption_key' })
    await expect(inspectDatabase({ url, encryptionKey: newKey() })).rejects.toMatchObject({
      code: 'wrong_encryption_key',
    })
  })
})

onSqlite(({ newDatabase }) => {
  test('a look changes no byte of the file, and makes none', async () => {
    const url = await newDatabase()
    await inspectDatabase({ url })
    expect(existsSync(url)).toBe(false)
    await (await open(url)).close()
    const before = readFileSync(url)
    await inspectDatabase({ url })
    expect(readFileSync(url).equals(before)).toBe(true)
  })

  test('a file whose folder is missing, and a file that is no database, cannot be opened', async () => {
    const missing = join(await newDatabase(), 'deep', 'er', 'accounts.db')
    await expect(inspectDatabase({ url: missing })).rejects.toMatchObject({ code: 'cannot_open' })
    await expect(inspectDatabase({ url: process.execPath })).rejects.toMatchObject({ code: 'cannot_open' })
  })
})

test('a PostgreSQL that is not there is an error without its address', async () => {
  const url = 'postgres://user:open-sesame@127.0.0.1:1/name'
  const error: unknown = await inspectDatabase({ url }).catch((reason: unknown) => reason)
  expect(error).toMatchObject({ code: 'cannot_open', databaseCode: 'ECONNREFUSED' })
  expect(String(error)).not.toContain('open-sesame')
})
