/** Opens the accounts, waits for a word, and signs one new number in many times at once: arguments are url and count. */
import { once } from 'node:events'
import process from 'node:process'
import { openAccounts } from '../../src/index'

const [url = '', count = ''] = process.argv.slice(2)
const accounts = await openAccounts({ url, appId: 'wx0000000000000001', timeoutMs: 60_000 })
process.send?.('open')
await once(process, 'message')
const phone = { countryCode: '86', purePhoneNumber: '13800138000' }
const events = Array.from({ length: Number(count) }, () => ({
  phone,
  openid: 'oAnaAnaAnaAnaAnaAnaAnaAnaAna',
  openidChecked: true,
  exchangeId: crypto.randomUUID(),
}))
const signIns = await Promise.all(events.map((event) => accounts.signInWithPhone(event)))
process.send?.(signIns.map(({ token, isNew, account }) => ({ token, isNew, id: account.id })))
await accounts.close()
process.disconnect()
