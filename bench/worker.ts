import { once } from 'node:events'
import { measureLoad } from './load'

const CONCURRENCY = 64
const WARM_UP = 1_000

/** Measures one exchange after another with the codes the parent sends; the first thousand only warm up. */
export async function measureExchanges(exchange: (code: string) => Promise<void>): Promise<void> {
  const [codes] = (await once(process, 'message')) as [string[]]
  await measureLoad(codes.slice(0, WARM_UP), CONCURRENCY, exchange)
  process.send?.(await measureLoad(codes.slice(WARM_UP), CONCURRENCY, exchange))
}
