import { EXCHANGE_CLIENTS, type ExchangeClientName } from './exchange-clients'
import { measureExchanges } from './worker'

const [name, baseUrl] = process.argv.slice(2) as [ExchangeClientName, string]
// the codes may arrive while the token is fetched
const exchange = EXCHANGE_CLIENTS[name](baseUrl)
await measureExchanges(async (code) => (await exchange)(code))
