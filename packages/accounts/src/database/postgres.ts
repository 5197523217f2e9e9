import { type Dialect, PostgresDialect, type PostgresPoolClient } from 'kysely'
import { DatabaseError, Pool, type PoolClient } from 'pg'

export interface PostgresOptions {
  /** How long the database may take to connect or to answer, in milliseconds. */
  readonly timeoutMs: number
  /** Called with the error when an idle connection is lost. */
  readonly onLost: (error: unknown) => void
}

/** The client waits longer than the server: an answer that does not come even then means a dead connection. */
const GRACE_MS = 500
const READ_ONLY = '25006'
const NO_ROWS = { command: 'ROLLBACK', rowCount: 0, rows: [] }

/** True unless the database answered on a connection that goes on and, after a failover, still takes writes. */
function endsConnection(error: unknown): boolean {
  if (!(error instanceof DatabaseError)) return true
  return error.severity === 'FATAL' || error.severity === 'PANIC' || error.code === READ_ONLY
}

/**
 * Set inside the transaction, as poolers such as PgBouncer refuse them in the connection. The second one frees the
 * locks of an instance that vanished without a word.
 */
function toBegin(timeoutMs: number): string {
  return `begin; set local statement_timeout = ${timeoutMs}; set local idle_in_transaction_session_timeout = ${timeoutMs}`
}

interface GuardOptions {
  readonly begin: string
  readonly onBroken: () => void
}

/** A client that goes back to the pool only if it is sound. */
function guard(client: PoolClient, { begin, onBroken }: GuardOptions): PostgresPoolClient {
  let broken = false
  const send = (sql: string, parameters: readonly unknown[]) =>
    sql === 'begin' ? client.query(begin) : client.query(sql, [...parameters])
  const query = async (sql: string, parameters: readonly unknown[]): Promise<unknown> => {
    // the end of a connection rolls back what was open on it
    if (broken && sql === 'rollback') return NO_ROWS
    if (broken) throw new Error('the connection is lost')
    try {
      return await send(sql, parameters)
    } catch (error) {
      broken = endsConnection(error)
      if (broken) onBroken()
      throw error
    }
  }
  return {
    query: query as PostgresPoolClient['query'],
    release: () => {
      client.release(broken)
    },
  }
}

/**
 * Opens a pool of connections that drops a connection as soon as it is in doubt. `pg` keeps one whose query got no
 * answer, and whoever gets it next waits in vain.
 */
export function openPostgres(url: string, { timeoutMs, onLost }: PostgresOptions): Dialect {
  const pool = new Pool({
    connectionString: url,
    application_name: 'uni-phone',
    keepAlive: true,
    connectionTimeoutMillis: timeoutMs,
    query_timeout: timeoutMs + GRACE_MS,
  })
  const generations = new WeakMap<PoolClient, number>()
  let generation = 0

  // without these listeners a lost connection ends the process, be it idle or between two queries
  pool.on('error', onLost)
  pool.on('connect', (client) => {
    generations.set(client, generation)
    client.on('error', () => undefined)
  })

  /** If one connection was cut, those opened before it probably were as well. */
  const onBroken = () => {
    generation += 1
  }

  const connect = async (): Promise<PostgresPoolClient> => {
    const client = await pool.connect()
    if (generations.get(client) === generation) return guard(client, { begin: toBegin(timeoutMs), onBroken })
    client.release(true)
    return connect()
  }

  return new PostgresDialect({ pool: { connect, end: () => pool.end() } })
}
