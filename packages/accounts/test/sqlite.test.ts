import { setImmediate as nextTurn } from 'node:timers/promises'
import Sqlite from 'libsql'
import { expect, test } from 'vitest'
import { startChild } from './children/child'
import { ANA, findSilently, onSqlite, open, OTHER_NUMBER, phoneEvent, type Row } from './setup'

/** Lets no connection that is opened meanwhile make its file larger. */
function limitPages(pages: number): () => void {
  const exec = Reflect.get(Sqlite.prototype, 'exec')
  Reflect.set(Sqlite.prototype, 'exec', function limited(this: Sqlite.Database, sql: string) {
    exec.call(this, `pragma max_page_count = ${pages}`)
    return exec.call(this, sql)
  })
  return () => void Reflect.set(Sqlite.prototype, 'exec', exec)
}

onSqlite(({ newDatabase, query }) => {
  const countRows = async (url: string) => {
    const tables = ['uni_phone_accounts', 'uni_phone_wechat_users', 'uni_phone_sessions']
    const rows = await Promise.all(tables.map((table) => query(url, `select count(*) as n from ${table}`)))
    return rows.map(([row]: Row[]) => row?.n)
  }

  test('while another process holds the lock sessions are read, the event loop goes on, and a sign-in waits', async () => {
    const url = await newDatabase()
    await using accounts = await open(url)
    const { token } = await accounts.signInWithPhone(phoneEvent())
    await using holder = await startChild('hold-lock', [url])
    await holder.message()
    let settled = false
    const waiting = accounts.signInWithPhone(phoneEvent({ phone: OTHER_NUMBER })).finally(() => {
      settled = true
    })
    for (let turns = 0; turns < 100; turns += 1) {
      await nextTurn()
      expect(await accounts.readSession(token)).toBeDefined()
    }
    expect(settled).toBe(false)
    holder.send('let go')
    expect((await waiting).isNew).toBe(true)
    await holder.end
  })

  test('a lock that is held too long is an error, and what is written afterwards is not lost', async () => {
    const url = await newDatabase()
    await using accounts = await open(url, { timeoutMs: 0 })
    await using holder = await startChild('hold-lock', [url])
    await holder.message()
    for (const call of [
      accounts.signInWithPhone(phoneEvent()),
      accounts.signInSilently({ openid: ANA, exchangeId: 'exchange-silent' }),
      accounts.signOut('a'.repeat(43)),
      accounts.check(),
    ])
      await expect(call).rejects.toMatchObject({ code: 'database_unavailable', databaseCode: 'SQLITE_BUSY' })
    holder.send('let go')
    await holder.end
    for (const purePhoneNumber of ['13700137001', '13700137002', '13700137003'])
      await accounts.signInWithPhone(phoneEvent({ phone: { countryCode: '86', purePhoneNumber } }))
    expect(await countRows(url)).toEqual([3, 0, 3])
    await query(url, 'delete from uni_phone_sessions')
    expect(await countRows(url)).toEqual([3, 0, 0])
  })

  test('a session that is due is read without being renewed while the lock is held', async () => {
    const url = await newDatabase()
    await using accounts = await open(url)
    const { token, expiresAt } = await accounts.signInWithPhone(phoneEvent())
    accounts.advance(2 * 24 * 60 * 60 * 1000)
    await using holder = await startChild('hold-lock', [url])
    await holder.message()
    expect(await accounts.readSession(token)).toMatchObject({ expiresAt })
    holder.send('let go')
    await holder.end
    expect(await accounts.readSession(token)).not.toMatchObject({ expiresAt })
  })

  test('a disk that is full is an error that leaves nothing half-done, and ends no connection', async () => {
    const url = await newDatabase()
    const fill = async () => {
      const lift = limitPages(40)
      await using accounts = await open(url).finally(lift)
      const { token } = await accounts.signInWithPhone(phoneEvent({ openid: ANA }))
      for (let n = 0; ; n += 1) {
        const event = phoneEvent({ phone: { countryCode: '86', purePhoneNumber: `13${n}` }, openid: `o${n}` })
        try {
          await accounts.signInWithPhone(event)
        } catch (error) {
          expect(error).toMatchObject({ code: 'database_failed', databaseCode: 'SQLITE_FULL' })
          expect(await countRows(url)).toEqual([n + 1, n + 1, n + 1])
          expect(await accounts.readSession(token)).toBeDefined()
          expect(await accounts.signOut(token)).toBeDefined()
          return event
        }
      }
    }
    const refused = await fill()
    await using accounts = await open(url)
    expect(await accounts.signInWithPhone(refused)).toMatchObject({ isNew: true })
    expect(await findSilently(accounts, ANA)).toBeDefined()
  })
})
