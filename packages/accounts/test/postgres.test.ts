import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { expect, test } from 'vitest'
import { ANA, onPostgres, open, phoneEvent } from './setup'

/** A way to the database that can fall silent: nothing is closed, and nothing arrives any more. */
async function startWire(url: string) {
  const { hostname, port } = new URL(url)
  const open = new Set<readonly [Socket, Socket]>()
  const server = createServer((client) => {
    const database = connect(Number(port), hostname)
    const pair = [client, database] as const
    open.add(pair)
    client.pipe(database).pipe(client)
    for (const socket of pair) socket.on('error', () => undefined).on('close', () => open.delete(pair))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: url.replace(port, String((server.address() as { port: number }).port)),
    connections: () => open.size,
    silence() {
      for (const [client, database] of open) {
        client.unpipe(database)
        database.unpipe(client)
      }
    },
    async [Symbol.asyncDispose]() {
      for (const socket of [...open].flat()) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

const WORKERS = 8

onPostgres(({ newDatabase, query, server }) => {
  test('PostgreSQL crashes and comes back under load: every sign-in succeeds, and what was answered is there', async () => {
    await using accounts = await open(await newDatabase())
    const answered: string[] = []
    let running = true
    const work = async (worker: number) => {
      for (let n = 0; running; n += 1) {
        const phone = { countryCode: '86', purePhoneNumber: `138${worker}${n}` }
        answered.push((await accounts.signInWithPhone(phoneEvent({ phone, openid: `o${worker}-${n}` }))).token)
      }
    }
    const workers = Array.from({ length: WORKERS }, (_, worker) => work(worker))
    const someMore = async () => {
      const before = answered.length
      await expect.poll(() => answered.length).toBeGreaterThan(before + WORKERS)
    }
    await someMore()
    await server().restart()
    await someMore()
    await server().restart()
    await someMore()
    running = false
    await Promise.all(workers)
    for (const token of answered) expect(await accounts.readSession(token)).toBeDefined()
  })

  test('a connection that is cut while nothing is under way is replaced, and the loss is logged without a secret', async () => {
    const url = await newDatabase()
    const lines: string[] = []
    const write = (fields: object, message: string) => void lines.push(JSON.stringify({ ...fields, message }))
    await using accounts = await open(url, { log: { info: write, warn: write } })
    await accounts.signInWithPhone(phoneEvent())
    await query(url, "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'uni-phone'")
    await expect.poll(() => lines.join()).toContain('A connection to the database was lost')
    expect(lines.join()).toContain('57P01')
    expect(lines.join()).not.toContain('a-password')
    expect((await accounts.signInWithPhone(phoneEvent())).isNew).toBe(false)
  })

  test('connections that are lost without a word are given up, all of them, and new ones are used', async () => {
    await using wire = await startWire(await newDatabase())
    await using accounts = await open(wire.url, { timeoutMs: 1_500 })
    const event = phoneEvent({ openid: ANA })
    await Promise.all([1, 2, 3, 4].map(() => accounts.check()))
    expect(wire.connections()).toBeGreaterThan(1)
    wire.silence()
    await expect(accounts.signInWithPhone(event)).rejects.toMatchObject({ code: 'database_unavailable' })
    const { token } = await accounts.signInWithPhone(event)
    const sessions = await Promise.all([1, 2, 3, 4].map(() => accounts.readSession(token)))
    for (const session of sessions) expect(session).toBeDefined()
  })

  test('the locks of an instance that vanished without a word are free again', async () => {
    const url = await newDatabase()
    await using wire = await startWire(url)
    await using vanished = await open(wire.url, { timeoutMs: 1_000 })
    await using accounts = await open(url)
    const event = phoneEvent({ openid: ANA })
    await query(url, 'create table held (id integer)')
    // its sign-in stops in the middle of the transaction, with the number locked
    await query(
      url,
      'create function wait() returns trigger language plpgsql as $$ begin insert into held values (1); perform pg_sleep(0.3); return new; end $$',
    )
    await query(url, 'create trigger wait before insert on uni_phone_sessions for each row execute function wait()')
    const lost = vanished.signInWithPhone(event)
    await expect.poll(() => query(url, "select 1 from pg_stat_activity where wait_event = 'PgSleep'")).toHaveLength(1)
    wire.silence()
    await expect(lost).rejects.toMatchObject({ code: 'database_unavailable' })
    await query(url, 'drop trigger wait on uni_phone_sessions')
    expect(await accounts.signInWithPhone(event)).toMatchObject({ isNew: true })
  })

  test('a database that turns read-only is away, and one that takes writes again is used at once', async () => {
    const url = await newDatabase()
    await using accounts = await open(url, { timeoutMs: 100 })
    const name = new URL(url).pathname.slice(1)
    const signIn = await accounts.signInWithPhone(phoneEvent())
    await server().query(`alter database ${name} set default_transaction_read_only = on`)
    await query(url, "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'uni-phone'")
    await expect(accounts.check()).rejects.toMatchObject({ code: 'database_unavailable', databaseCode: '25006' })
    expect(await accounts.readSession(signIn.token)).toBeDefined()
    await server().query(`alter database ${name} set default_transaction_read_only = off`)
    await accounts.check()
  })
})
