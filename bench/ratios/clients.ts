import { askWorker, type FakeWeChat, measureInRounds } from '../harness'
import type { ClientMeasurement } from './client-load'
import { EXCHANGE_CLIENTS, type ExchangeClientName } from './exchange-clients'

const EXCHANGES = 11_000

/** The client of WeChat beside bare `node:http`, `fetch` and co-wechat-api: CPU time of an exchange. */
export async function benchClients(wechat: FakeWeChat) {
  const token = await wechat.fetchToken()
  const measure = async (name: ExchangeClientName): Promise<ClientMeasurement> =>
    askWorker('ratios/client-worker.ts', [name, wechat.url, token], await wechat.makeCodes(EXCHANGES))
  const names = Object.keys(EXCHANGE_CLIENTS) as ExchangeClientName[]
  return measureInRounds(
    Object.fromEntries(names.map((name) => [name, () => measure(name)])) as Record<
      ExchangeClientName,
      () => Promise<ClientMeasurement>
    >,
  )
}
