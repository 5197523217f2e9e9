import type { EventDetail } from '@uni-phone/miniprogram-runner'
import { shootAccount } from './account-states'
import { open, type StateOptions } from './open-phone'

const PHONE_PAGE = 'pages/phone/phone'
const ok = { errMsg: 'getPhoneNumber:ok', code: 'c' }

/** From home to the number and back, with WeChat's sheet. */
async function shootTheWay(options: StateOptions): Promise<void> {
  options.api.setMode('ok')
  const { phone, click, take, see } = await open(options.folders.production, options, undefined)
  await take('01-home')
  await click('.sign-in-link')
  await see('.agreement')
  await take('02-phone')
  await click('.agree-first-button')
  await see('.dialog')
  await take('03-agree')
  await click('.disagree-button')
  await click('.agreement-tick')
  await see('.phone-button')
  await take('04-ticked')
  await click('.phone-button')
  await see('#wx-allow')
  await take('05-sheet')
  await click('#wx-allow')
  await see('.finish-button')
  await take('06-done')
  await click('.finish-button')
  await see('.number')
  await take('07-home-with-number')
  for (const document of ['terms', 'privacy']) {
    await phone.launch(`agreement/${document}`)
    await see('.document-section')
    await take(`08-${document}`)
  }
  await phone.close()
}

/** One tap that ends as told, on a page of its own. */
async function shootOutcome(
  options: StateOptions,
  folder: string,
  { state, detail = ok, online = true }: { state: string; detail?: EventDetail; online?: boolean },
): Promise<void> {
  const { phone, click, take, see } = await open(folder, options, () => detail, PHONE_PAGE)
  await phone.setOnline(online)
  await click('.agreement-tick')
  await click('.phone-button')
  await see(state === '10-exchanging' ? '.phone-button[disabled]' : '.phone-message')
  await take(state)
  await phone.close()
}

async function shootOutcomes(options: StateOptions): Promise<void> {
  const { api, folders } = options
  const deny = { errMsg: 'getPhoneNumber:fail user deny' }
  const usedUp = { errMsg: 'getPhoneNumber:fail', errno: 1400001 }
  api.setMode('never')
  await shootOutcome(options, folders.production, { state: '10-exchanging' })
  api.setMode('again')
  await shootOutcome(options, folders.production, { state: '11-trying-again' })
  await shootOutcome(options, folders.production, { state: '12-offline', online: false })
  await shootOutcome(options, folders.production, { state: '13-refused', detail: deny })
  await shootOutcome(options, folders.anotherWay, { state: '14-refused-another-way', detail: deny })
  await shootOutcome(options, folders.production, { state: '15-quota', detail: usedUp })
  await shootOutcome(options, folders.anotherWay, { state: '16-quota-another-way', detail: usedUp })
  api.setMode('wechat_timeout')
  await shootOutcome(options, folders.production, { state: '17-retry' })
  api.setMode('code_rejected')
  await shootOutcome(options, folders.production, { state: '18-tap-again' })
  await shootOutcome(options, folders.development, { state: '19-hint', detail: usedUp })
}

async function shootRest(options: StateOptions): Promise<void> {
  const { phone, take, see } = await open(options.folders.notConfigured, options, undefined, PHONE_PAGE)
  await see('.not-configured')
  await take('20-not-configured')
  await phone.close()
}

/** As large as WeChat's setting goes. */
async function shootLargeText(given: StateOptions): Promise<void> {
  const options = { ...given, fontSizeSetting: 24 }
  const { phone, click, take, see } = await open(options.folders.production, options, undefined)
  await take('21-large-home')
  await click('.sign-in-link')
  await see('.agreement')
  await click('.agree-first-button')
  await see('.dialog')
  await take('22-large-agree')
  await phone.close()
  options.api.setMode('wechat_timeout')
  await shootOutcome(options, options.folders.development, { state: '23-large-retry' })
}

export async function shootMiniProgram(options: StateOptions): Promise<void> {
  await shootTheWay(options)
  await shootOutcomes(options)
  await shootRest(options)
  await shootLargeText(options)
  await shootAccount(options)
}
