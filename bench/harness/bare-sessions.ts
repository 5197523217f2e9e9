/** The least a Hono server can do with a session: one query, and a token in the header. Argument: an empty database. */
import process from 'node:process'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import Sqlite from 'libsql'
import { Pool } from 'pg'

const [url = ''] = process.argv.slice(2)
const SET_UP =
  "create table sessions (token text primary key, expires_at text); insert into sessions values ('any', '2099')"
const SELECT = 'select token, expires_at from sessions where token ='

type Query = (token: string) => Promise<unknown>

async function openPostgres(): Promise<Query> {
  const pool = new Pool({ connectionString: url })
  await pool.query(SET_UP)
  return async (token) =>
    (await pool.query({ name: 'session', text: `${SELECT} $1`, values: [token] })).rows[0] as unknown
}

function openSqlite(): Query {
  const database = new Sqlite(url)
  database.exec(`pragma journal_mode = WAL; ${SET_UP}`)
  const query = database.prepare(`${SELECT} ?`)
  return async (token) => query.get([token])
}

const query = url.startsWith('postgres://') ? await openPostgres() : openSqlite()
const app = new Hono()
app.get('/api/v1/session', async (c) => {
  const session = await query(c.req.header('authorization')?.slice('Bearer '.length) ?? '')
  return session === undefined ? c.json({ code: 'signed_out' }, 401) : c.json({ session })
})
app.get('/healthz', (c) => c.text('ok'))

serve({ fetch: app.fetch, port: Number(process.env.PORT), hostname: '127.0.0.1' })
