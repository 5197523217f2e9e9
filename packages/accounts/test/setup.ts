import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'libsql'
import { Client } from 'pg'
import { afterAll, beforeAll, describe } from 'vitest'
import { type Postgres, startPostgres, WITHOUT_POSTGRES } from '@uni-phone/test-support/services'
import { type Accounts, type AccountsOptions, openAccounts, type PhoneEvent } from '../src/index'

export const DAY_MS = 24 * 60 * 60 * 1000
export const APP_ID = 'wx0000000000000001'
export const ANA = 'oAnaAnaAnaAnaAnaAnaAnaAnaAna'
export const BEN = 'oBenBenBenBenBenBenBenBenBen'
export const NUMBER = { countryCode: '86', purePhoneNumber: '13800138000' }
export const OTHER_NUMBER = { countryCode: '86', purePhoneNumber: '13900139000' }

export type Row = Record<string, unknown>

/** A kind of database, and a client of it that is not ours. */
export interface DatabaseServer {
  readonly name: 'SQLite' | 'PostgreSQL'
  readonly newDatabase: () => Promise<string>
  readonly query: (url: string, sql: string) => Promise<Row[]>
}

function querySqlite(file: string, sql: string): Row[] {
  const database = new Sqlite(file, { timeout: 10_000 })
  try {
    if (/^\s*select/i.test(sql)) return database.prepare(sql).all([]) as Row[]
    database.exec(sql)
    return []
  } finally {
    database.close()
  }
}

async function queryPostgres(connectionString: string, sql: string): Promise<Row[]> {
  const client = new Client({ connectionString })
  await client.connect()
  try {
    return (await client.query<Row>(sql)).rows
  } finally {
    await client.end()
  }
}

function useFiles(): DatabaseServer {
  let folder = ''
  let files = 0
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'uni-phone-accounts-'))
  })
  afterAll(() => {
    rmSync(folder, { recursive: true })
  })
  return {
    name: 'SQLite',
    newDatabase: async () => join(folder, `${(files += 1)}.db`),
    query: async (file, sql) => querySqlite(file, sql),
  }
}

export interface PostgresServer extends DatabaseServer {
  readonly server: () => Postgres
}

function usePostgres(): PostgresServer {
  let server: Postgres | undefined
  const started = (): Postgres => {
    if (server === undefined) throw new Error('PostgreSQL has not started')
    return server
  }
  beforeAll(async () => {
    server = await startPostgres()
  })
  afterAll(() => server?.[Symbol.asyncDispose]())
  return { name: 'PostgreSQL', newDatabase: () => started().newDatabase(), query: queryPostgres, server: started }
}

export function onSqlite(declare: (server: DatabaseServer) => void): void {
  describe('SQLite', () => {
    declare(useFiles())
  })
}

export function onPostgres(declare: (server: PostgresServer) => void): void {
  describe.skipIf(WITHOUT_POSTGRES)('PostgreSQL', () => {
    declare(usePostgres())
  })
}

/** Declares the same tests for each database. */
export function onBothDatabases(declare: (server: DatabaseServer) => void): void {
  onSqlite(declare)
  onPostgres(declare)
}

/** A clock, and accounts that go by it. */
export async function open(url: string, options: Partial<AccountsOptions> = {}) {
  let time = Date.parse('2026-11-22T06:00:00Z')
  const now = () => time
  const accounts = await openAccounts({ url, appId: APP_ID, timeoutMs: 60_000, now, ...options })
  return {
    ...accounts,
    now,
    advance: (ms: number) => {
      time += ms
    },
    [Symbol.asyncDispose]: () => accounts.close(),
  }
}

let exchanges = 0

/** An exchange id that did not come before. */
export function newExchange(): string {
  return `exchange-${(exchanges += 1)}`
}

/** A phone code's event. The openid counts as checked unless the test says otherwise. */
export function phoneEvent(event: Partial<PhoneEvent> = {}): PhoneEvent {
  return { phone: NUMBER, openidChecked: event.openid !== undefined, exchangeId: newExchange(), ...event }
}

/** The account that a silent sign-in finds. */
export async function findSilently(accounts: Accounts, openid: string, unionid?: string): Promise<string | undefined> {
  return (await accounts.signInSilently({ openid, unionid, exchangeId: newExchange() }))?.account.id
}
