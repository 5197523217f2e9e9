/** Measures one client of WeChat in a process of its own, with the codes that the parent sends. */
import { once } from 'node:events'
import process from 'node:process'
import { measureClient } from './client-load'
import { EXCHANGE_CLIENTS, type ExchangeClientName } from './exchange-clients'

const CONCURRENCY = 64
const WARM_UP = 1_000

const [name, baseUrl, token] = process.argv.slice(2) as [ExchangeClientName, string, string]
// the codes may arrive while the client prepares
const [[codes], exchange] = await Promise.all([
  once(process, 'message') as Promise<[string[]]>,
  EXCHANGE_CLIENTS[name](baseUrl, token),
])
await measureClient(codes.slice(0, WARM_UP), CONCURRENCY, exchange)
process.send?.(await measureClient(codes.slice(WARM_UP), CONCURRENCY, exchange))
