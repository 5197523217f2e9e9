/**
 * Does one thing to the accounts and ends by SIGKILL in front of the nth statement it sends to the database, or, with no
 * such statement, once it has the answer. Arguments: url, n, what to do, its arguments in JSON.
 */
import process from 'node:process'
import { openAccounts } from '../../src/index'

const [url = '', at = '', what = '', args = '[]'] = process.argv.slice(2)
let left = Number(at)
let counting = false

function count(): void {
  if (counting && --left < 0) process.kill(process.pid, 'SIGKILL')
}

/** Statements of both drivers pass here. */
function tap(prototype: object, method: string): void {
  const original = Reflect.get(prototype, method) as (...args: unknown[]) => unknown
  Reflect.set(prototype, method, function counted(this: unknown, ...parameters: unknown[]) {
    count()
    return Reflect.apply(original, this, parameters)
  })
}

if (url.startsWith('postgres://')) tap((await import('pg')).default.Client.prototype, 'query')
else {
  const { default: Sqlite } = await import('libsql')
  const memory = new Sqlite(':memory:')
  tap(Sqlite.prototype, 'exec')
  // a prepared statement is kept, so its executions are counted
  for (const method of ['run', 'all']) tap(Object.getPrototypeOf(memory.prepare('select 1')) as object, method)
  memory.close()
}

const accounts = await openAccounts({
  url,
  appId: 'wx0000000000000001',
  timeoutMs: 60_000,
  now: () => Number(process.env.NOW),
  hooks: { onAccountCreated: () => undefined, onAccountClosed: () => undefined },
})
const work = Reflect.get(accounts, what) as (...args: unknown[]) => Promise<unknown>
counting = true
const answer = await work(...(JSON.parse(args) as unknown[]))
process.send?.({ answer }, () => process.kill(process.pid, 'SIGKILL'))
