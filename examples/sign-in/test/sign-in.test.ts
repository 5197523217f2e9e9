import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { inspect } from 'node:util'
import { type IdempotencyStore, MemoryStore } from '@uni-phone/server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createSignIn, openDatabase } from '../src/index'
import { recordLog } from '@uni-phone/test-support/product'
import { type Postgres, startPostgres, WITHOUT_POSTGRES } from '@uni-phone/test-support/services'
import { setup } from './setup'

if (WITHOUT_POSTGRES)
  process.stderr.write('No PostgreSQL: its tests are skipped. Install it: apt-get install postgresql\n')

const DAY_MS = 24 * 60 * 60 * 1000
const ANA = 'oAnaAnaAnaAnaAnaAnaAnaAnaAna'
const BEN = 'oBenBenBenBenBenBenBenBenBen'

interface DatabaseServer extends AsyncDisposable {
  newDatabase: () => Promise<string>
}

async function startFiles(): Promise<DatabaseServer> {
  const folder = mkdtempSync(join(tmpdir(), 'uni-phone-sign-in-'))
  let files = 0
  return {
    newDatabase: async () => join(folder, `${(files += 1)}.db`),
    async [Symbol.asyncDispose]() {
      rmSync(folder, { recursive: true })
    },
  }
}

function testSignIn(start: () => Promise<DatabaseServer>): void {
  let server: DatabaseServer
  beforeAll(async () => {
    server = await start()
  })
  afterAll(() => server[Symbol.asyncDispose]())

  test('the first sign-in makes an account, and its token opens /api/v1/me', async () => {
    await using t = await setup(await server.newDatabase())
    const reply = await t.signIn({ openid: ANA })
    expect(reply.body.data).toEqual({ token: reply.token, expiresAt: '2026-12-22T06:00:00.000Z' })
    expect(reply.token).toMatch(/^[\w-]{43}$/)
    const me = await t.me(reply.token)
    expect(me).toMatchObject({ status: 200, body: { countryCode: '86', endsIn: '8000' } })
    expect(me.headers.get('cache-control')).toBe('no-store')
    expect([await t.count('accounts'), await t.count('sessions')]).toEqual([1, 1])
  })

  test('a session outlives the server', async () => {
    const url = await server.newDatabase()
    const signIn = async () => {
      await using t = await setup(url)
      return (await t.signIn()).token
    }
    const token = await signIn()
    await using t = await setup(url)
    expect((await t.me(token)).status).toBe(200)
  })

  test('the second sign-in with the same number finds the account', async () => {
    await using t = await setup(await server.newDatabase())
    const id = await t.accountId({ openid: ANA })
    expect(await t.accountId({ openid: ANA })).toBe(id)
    expect(await t.accountId()).toBe(id)
    expect(await t.count('accounts')).toBe(1)
  })

  test('the same digits in another country are another account', async () => {
    await using t = await setup(await server.newDatabase())
    const id = await t.accountId({ phoneNumber: '51234567', countryCode: '852' })
    expect(await t.accountId({ phoneNumber: '51234567', countryCode: '65' })).not.toBe(id)
    expect(await t.accountId({ phoneNumber: '51234567', countryCode: '852' })).toBe(id)
  })

  test('a person with a new number keeps the account, and the old number is free for its next holder', async () => {
    await using t = await setup(await server.newDatabase())
    const id = await t.accountId({ openid: ANA })
    expect(await t.accountId({ openid: ANA, phoneNumber: '13900139000' })).toBe(id)
    expect(await t.count('accounts')).toBe(1)
    expect(await t.accountId({ phoneNumber: '13900139000' })).toBe(id)
    expect(await t.accountId({ openid: BEN })).not.toBe(id)
  })

  test('a number that an account has leads to it, whoever comes with it', async () => {
    await using t = await setup(await server.newDatabase())
    const anas = await t.accountId({ openid: ANA })
    const bens = await t.accountId({ openid: BEN, phoneNumber: '13900139000' })
    expect(await t.accountId({ openid: ANA, phoneNumber: '13900139000' })).toBe(bens)
    expect(await t.accountId()).toBe(anas)
    expect(await t.count('accounts')).toBe(2)
  })

  test('a reply that was lost comes again with the same token', async () => {
    await using t = await setup(await server.newDatabase())
    const request = t.newRequest({ openid: ANA })
    const first = await t.post(request, 'tap-1')
    const second = await t.post(request, 'tap-1')
    expect(second.body).toEqual(first.body)
    expect(await t.count('sessions')).toBe(1)
  })

  test('an exchange that comes again after its answer was lost makes no second account and no second session', async () => {
    const store = new MemoryStore()
    let losses = 1
    const lossy: IdempotencyStore = {
      acquire: (request) => store.acquire(request),
      save: (request, answer) => store.save(request, answer),
      release: (request, identity) => store.release(request, identity),
      withLock: (request, lease, work) =>
        store.withLock(request, lease, async () => {
          const answer = await work()
          if (losses-- > 0) throw new Error('lost')
          return answer
        }),
    }
    await using t = await setup(await server.newDatabase(), { store: lossy })
    const request = t.newRequest({ openid: ANA })
    expect((await t.post(request, 'tap-1')).body.code).toBe('handler_failed')
    const { token } = await t.post(request, 'tap-1')
    expect((await t.me(token)).status).toBe(200)
    expect(await Promise.all([t.count('accounts'), t.count('sessions')])).toEqual([1, 1])
    expect(t.exchanges()).toBe(1)
  })

  test('the token of an exchange that comes again replaces the one before', async () => {
    await using t = await setup(await server.newDatabase())
    const signIn = createSignIn({ database: t.database, now: () => Date.parse('2026-11-22T06:00:00Z') })
    const number = { phoneNumber: '13800138000', purePhoneNumber: '13800138000', countryCode: '86' }
    const phone = { ...number, authorizedAt: '2026-11-22T06:00:00.000Z' }
    const event = { phone, openid: ANA, exchangeId: 'exchange-1', requestId: 'request-1' }
    const [first, second] = [await signIn(event), await signIn(event)] as { token: string }[]
    expect((await t.me(first?.token)).status).toBe(401)
    expect((await t.me(second?.token)).status).toBe(200)
  })

  test('a sign-in that fails leaves nothing behind, and the same request succeeds once the database is back', async () => {
    await using t = await setup(await server.newDatabase())
    const request = t.newRequest({ openid: ANA })
    await t.rename('sessions', 'away')
    const failed = await t.post(request, 'tap-1')
    expect(failed).toMatchObject({ status: 503, body: { code: 'handler_failed', retryable: true } })
    expect(await t.me('x'.repeat(43))).toMatchObject({ status: 503, body: { retryable: true } })
    expect(await Promise.all([t.count('accounts'), t.count('wechatUsers')])).toEqual([0, 0])
    await t.rename('away', 'sessions')
    const reply = await t.post(request, 'tap-1')
    expect((await t.me(reply.token)).status).toBe(200)
    expect(await Promise.all([t.count('accounts'), t.count('sessions')])).toEqual([1, 1])
    expect(t.exchanges()).toBe(1)
  })

  test.each([ANA, undefined])('ten sign-ins at once of one person make one account (openid %s)', async (openid) => {
    await using t = await setup(await server.newDatabase())
    const ids = await t.signInAtOnce(10, { openid })
    expect(ids[0]).toBeTypeOf('string')
    expect(new Set(ids).size).toBe(1)
    expect(await Promise.all([t.count('accounts'), t.count('sessions')])).toEqual([1, 10])
  })

  test('ten sign-ins at once with a new number keep the account', async () => {
    await using t = await setup(await server.newDatabase())
    const id = await t.accountId({ openid: ANA })
    expect(new Set(await t.signInAtOnce(10, { openid: ANA, phoneNumber: '13900139000' }))).toEqual(new Set([id]))
    expect(await t.count('accounts')).toBe(1)
  })

  test('a token that is missing, forged or cut is refused', async () => {
    await using t = await setup(await server.newDatabase())
    const { token } = await t.signIn()
    const forged = `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`
    for (const wrong of [undefined, '', forged, token.slice(0, -1), `${token}A`, `' or 1=1 --${'x'.repeat(32)}`]) {
      const reply = await t.me(wrong)
      expect(reply).toMatchObject({ status: 401, body: { code: 'signed_out', retryable: false } })
      expect(reply.headers.get('www-authenticate')).toBe('Bearer')
    }
  })

  test('a token dies after thirty days, and the next sign-in clears it away', async () => {
    await using t = await setup(await server.newDatabase())
    const { token } = await t.signIn()
    t.advance(30 * DAY_MS - 1)
    expect((await t.me(token)).status).toBe(200)
    t.advance(1)
    expect((await t.me(token)).status).toBe(401)
    await t.signIn()
    expect(await t.count('sessions')).toBe(1)
  })

  test('no number and no token is in a log, and no token in the database', async () => {
    await using t = await setup(await server.newDatabase())
    const { token } = await t.signIn({ openid: ANA })
    await t.me(token)
    await t.rename('accounts', 'away')
    await t.signIn({ openid: ANA })
    await t.me(token)
    const log = t.lines.join('\n')
    expect(log).toContain('onPhoneNumber failed')
    expect(log).toContain('GET /api/v1/me')
    for (const secret of ['13800138000', token, ANA]) expect(log).not.toContain(secret)
    expect(JSON.stringify(await t.database.selectFrom('sessions').selectAll().execute())).not.toContain(token)
  })
}

describe('SQLite', () => {
  testSignIn(startFiles)

  test('a file that cannot be opened is named by its variable', async () => {
    const error: unknown = await openDatabase('/no/such/folder/people.db', recordLog().log).catch(String)
    expect(error).toMatch(/^DatabaseError: .*cannot_open.*DATABASE_URL/)
  })
})

test('a database that is away is named by its variable, and its password is not shown', async () => {
  const opening = openDatabase('postgres://app:a-password@127.0.0.1:1/app', recordLog().log)
  const error: unknown = await opening.catch((reason: unknown) => reason)
  expect(error).toMatchObject({ name: 'DatabaseError', code: 'ECONNREFUSED' })
  expect(inspect(error)).toContain('DATABASE_URL')
  expect(inspect(error)).not.toContain('a-password')
})

describe.skipIf(WITHOUT_POSTGRES)('PostgreSQL', () => {
  let postgres: Postgres
  testSignIn(async () => (postgres = await startPostgres()))

  test('instances that start together make the tables of a new database once', async () => {
    const url = await postgres.newDatabase()
    const databases = await Promise.all([1, 2, 3].map(() => openDatabase(url, recordLog().log)))
    await Promise.all(databases.map((database) => database.destroy()))
  })

  test('connections that the database closed are replaced', async () => {
    await using t = await setup(await postgres.newDatabase())
    await t.signIn()
    await postgres.query("select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'sign-in'")
    await expect.poll(() => t.lines.join()).toContain('a connection to the database was lost')
    expect((await t.signIn()).status).toBe(200)
    expect(t.lines.join()).not.toContain('a-password')
  })
})
