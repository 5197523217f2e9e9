import { open, type StateOptions } from './open-phone'

const TOKEN = 'token-of-the-stub-api'
const MINE = 'pages/mine/mine'
const PHONE = 'pages/phone/phone'
const ok = () => ({ errMsg: 'getPhoneNumber:ok', code: 'c' })

/** The waits of a user whom the server has not answered about yet, and of one who came back after a sign-out. */
async function shootSignIn(options: StateOptions): Promise<void> {
  const { production } = options.folders
  options.api.setSession('never')
  const checking = await open(production, options, undefined, PHONE)
  await checking.see('.checking-button')
  await checking.take('30-checking')
  await checking.phone.close()
  options.api.setSession('known')
  const back = await open(production, options, undefined, PHONE, 'signed out')
  await back.see('.quick-button')
  await back.take('31-signed-out')
  options.api.setSession('accounts_unavailable')
  await back.click('.quick-button')
  await back.see('.phone-message')
  await back.take('32-sign-in-failed')
  await back.phone.close()
}

/** Home and the account of a signed-in user, and what the user is asked there. */
async function shootMine(options: StateOptions): Promise<void> {
  options.api.setSession('known')
  const { phone, click, take, see } = await open(options.folders.production, options, ok, undefined, TOKEN)
  await see('.account')
  await take('33-home-signed-in')
  await click('.mine-link')
  await see('.close-row')
  await take('34-mine')
  await click('.everywhere-row')
  await see('.dialog')
  await take('35-everywhere')
  await click('.dismiss-button')
  await click('.close-row')
  await see('.dialog')
  await take('36-close')
  options.api.setSession('accounts_unavailable')
  await click('.confirm-button')
  await see('.mine-problem')
  await take('37-close-failed')
  options.api.setSession('known')
  await click('.change-row')
  await see('.phone-button')
  await take('38-change')
  await click('.phone-button')
  await see('.finish-button')
  await take('39-changed')
  await phone.close()
}

async function shootGuests(options: StateOptions): Promise<void> {
  options.api.setSession('phone_number_required')
  const guest = await open(options.folders.production, options, undefined, MINE)
  await guest.see('.sign-in-link')
  await guest.take('40-mine-guest')
  await guest.phone.close()
  options.api.setSession('accounts_unavailable')
  const stale = await open(options.folders.production, options, undefined, MINE, TOKEN)
  await stale.see('.account-stale')
  await stale.take('41-mine-away')
  await stale.phone.close()
}

/** Every state of an account, against a server that signs users in. */
export async function shootAccount(options: StateOptions): Promise<void> {
  options.api.setMode('ok')
  await shootSignIn(options)
  await shootMine(options)
  await shootGuests(options)
  options.api.setSession('no accounts')
}
